import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signRequest, type Signable } from './sign-request.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const now = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Signature Version 4 as AWS's reference tells it, step by step. */
function expected({ method, url, body = '' }: Signable, region: string, signed: Record<string, string>, secret: string): string {
  const { host, pathname, searchParams } = new URL(url);
  const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const { authorization: _, ...plain } = signed;
  const headers = Object.entries({ ...plain, host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(';');
  const path = pathname.split('/').map(encodeURIComponent).join('/');
  const query = [...searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join('&');
  const lines = headers.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const canonical = [method, path, query, lines, names, hex(body)].join('\n');
  const scope = `20260102/${region}/bedrock/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', '20260102T030405Z', scope, hex(canonical)].join('\n');
  const key = ['20260102', region, 'bedrock', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const signature = hmac(key, toSign).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

test.each([
  [
    'a model whose name needs escaping twice',
    {
      method: 'POST',
      url: 'https://bedrock-runtime.eu-central-1.amazonaws.com/model/anthropic.claude-x%3A0/converse-stream',
      headers: { accept: 'application/vnd.amazon.eventstream', 'content-type': 'application/json', 'x-team': 'red' },
      body: '{"messages":[{"text":"Grüße"}]}',
    },
  ],
  [
    'an ARN at another port',
    {
      method: 'POST',
      url: 'http://127.0.0.1:8080/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123%3Ainference-profile%2Fa.b/converse-stream',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    },
  ],
  [
    'a list with a query',
    {
      method: 'GET',
      url: 'https://bedrock.eu-central-1.amazonaws.com/inference-profiles?type=SYSTEM_DEFINED&maxResults=1000&nextToken=a%2Bb%3D',
      headers: { accept: 'application/json' },
    },
  ],
] as const)('signs as AWS describes it: %s', async (_, request) => {
  const signed = await signRequest(request, 'eu-central-1', keys, now);
  expect(signed['authorization']).toBe(expected(request, 'eu-central-1', signed, keys.secretAccessKey));
  expect(signed).toMatchObject({ ...request.headers, 'x-amz-date': '20260102T030405Z' });
  // The connection says the host; a second one would confuse it.
  expect(signed).not.toHaveProperty('host');
});

test('signs the token of a session with the rest', async () => {
  const request = { method: 'POST', url: 'https://h.example/m', headers: {}, body: '{}' } as const;
  const signed = await signRequest(request, 'us-east-1', { ...keys, sessionToken: 'session/token==' }, now);
  expect(signed['x-amz-security-token']).toBe('session/token==');
  expect(signed['authorization']).toContain('x-amz-security-token');
  expect(signed['authorization']).toBe(expected(request, 'us-east-1', signed, keys.secretAccessKey));
});
