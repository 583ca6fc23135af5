import type { CreateTurn } from '@parley/contracts';
import { expect, test } from 'vitest';
import { bodyDigest } from './body-digest.ts';

const body = (text: string): CreateTurn => ({
  kind: 'send',
  turnId: 't',
  answerId: 'a',
  parentId: null,
  userMessageId: 'u',
  model: { endpoint: 'demo', id: 'demo' },
  parts: [{ type: 'text', text }],
});

test('is the same for the same body in another order of fields', () => {
  const reversed = Object.fromEntries(Object.entries(body('hi')).toReversed()) as unknown as CreateTurn;
  expect(bodyDigest('c', reversed)).toBe(bodyDigest('c', body('hi')));
  expect(bodyDigest('c', { ...body('hi'), settings: undefined })).toBe(bodyDigest('c', body('hi')));
});

test('differs for another text, another conversation and another order of parts', () => {
  const two = {
    ...body('a'),
    parts: [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
  } as CreateTurn;
  const swapped = {
    ...two,
    parts: [
      { type: 'text', text: 'b' },
      { type: 'text', text: 'a' },
    ],
  } as CreateTurn;
  const digests = [
    bodyDigest('c', body('a')),
    bodyDigest('c', body('b')),
    bodyDigest('d', body('a')),
    bodyDigest('c', two),
    bodyDigest('c', swapped),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});
