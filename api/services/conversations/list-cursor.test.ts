import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './list-cursor.ts';

const place = { activityAt: 1_700_000_000_000, id: '01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10' };

test('a cursor leads back to its place', () => {
  expect(encodeCursor(place)).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor(encodeCursor(place))).toEqual(place);
});

test.each([
  '',
  'AAAA',
  'null',
  Buffer.from('[2,1,"x"]').toString('base64url'),
  Buffer.from('[1,"1","x"]').toString('base64url'),
  Buffer.from('{"a":1}').toString('base64url'),
  `${encodeCursor(place)}A`,
])('refuses %j', (cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
});
