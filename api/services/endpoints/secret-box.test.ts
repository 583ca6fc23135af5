import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const box = createSecretBox(randomBytes(32));

test('opens what it sealed, and never seals the same text alike', () => {
  const [one, two] = [box.seal('sk-secret', 'anna\nopenAI'), box.seal('sk-secret', 'anna\nopenAI')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('secret');
  expect(box.open(one, 'anna\nopenAI')).toBe('sk-secret');
});

test('does not open for another owner, with another key, or when a byte was changed', () => {
  const sealed = box.seal('sk-secret', 'anna\nopenAI');
  expect(box.open(sealed, 'bob\nopenAI')).toBeNull();
  expect(createSecretBox(randomBytes(32)).open(sealed, 'anna\nopenAI')).toBeNull();
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(box.open(`v1.${changed.toString('base64url')}`, 'anna\nopenAI')).toBeNull();
  }
  for (const rubbish of ['', 'v1.', 'v1.AAAA', 'v2.x', 'plain']) expect(box.open(rubbish, 'anna\nopenAI')).toBeNull();
});
