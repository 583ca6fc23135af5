import { expect, test } from 'vitest';
import { createPasswordHasher } from './password.ts';

test('hashes as OWASP states, each time anew', async () => {
  const passwords = createPasswordHasher();
  const [one, two] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test('knows the password again, however its accents were typed, and no other', async () => {
  const passwords = createPasswordHasher();
  const stored = await passwords.hash('cafe\u0301 au lait');
  expect(await passwords.verify(stored, 'caf\u00e9 au lait')).toBe(true);
  for (const wrong of ['cafe au lait', 'Caf\u00e9 au lait', ' caf\u00e9 au lait', '', '\u0000']) {
    expect(await passwords.verify(stored, wrong)).toBe(false);
  }
});

test('nobody is the person without a hash, whatever they say', async () => {
  expect(await createPasswordHasher().verify(null, 'nobody has this password')).toBe(false);
});

test('sends away who would wait too long, and goes on with the rest', { timeout: 60_000 }, async () => {
  const passwords = createPasswordHasher();
  const outcomes = await Promise.allSettled(Array.from({ length: 120 }, () => passwords.hash('x')));
  const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(18);
  expect(refused[0]!.reason).toMatchObject({ code: 'auth.throttled', retryAfter: 5 });
  expect(await passwords.hash('x')).toContain('argon2id');
});
