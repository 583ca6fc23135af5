import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createAwsCredentials } from './aws-credentials.ts';

const none = { region: 'us-east-1', credentials: null, profile: null };
const keys = { accessKeyId: 'a', secretAccessKey: 's' };

afterEach(() => vi.unstubAllEnvs());

test('takes the keys that were configured, and asks nobody', async () => {
  const find = createAwsCredentials(() => Promise.reject(new Error('asked')));
  expect(await find({ ...none, credentials: keys })).toBe(keys);
});

test('asks the chain once for each profile, and keeps what finds them', async () => {
  const asked: (string | null)[] = [];
  const chain = (profile: string | null) => {
    asked.push(profile);
    return () => Promise.resolve({ ...keys, accessKeyId: String(profile) });
  };
  const find = createAwsCredentials(() => Promise.resolve(chain));
  expect((await find(none)).accessKeyId).toBe('null');
  expect((await find({ ...none, profile: 'work' })).accessKeyId).toBe('work');
  expect((await find(none)).accessKeyId).toBe('null');
  expect(asked).toEqual([null, 'work']);
});

test('finds a profile in the files of AWS by its own chain, and says who is missing', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-aws-'));
  const file = path.join(folder, 'credentials');
  writeFileSync(file, '[work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = secret\naws_session_token = token\n');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'none'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const find = createAwsCredentials();
  expect(await find({ ...none, profile: 'work' })).toMatchObject({ accessKeyId: 'AKIDWORK', sessionToken: 'token' });
  await expect(find({ ...none, profile: 'nobody' })).rejects.toMatchObject({
    code: 'provider.key-refused',
    message: /No credentials for AWS/,
  });
  rmSync(folder, { recursive: true });
});
