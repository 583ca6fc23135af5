import { expect, test } from 'vitest';
import { safeRedirect } from './safe-redirect.ts';

test.each(['/c/01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10', '/bin', '/c/x?leaf=1#end', '/'])('a path of our own is kept: %s', (path) => {
  expect(safeRedirect(path)).toBe(path);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\u0000/evil.example',
  ' //evil.example',
  'evil.example',
  '',
  undefined,
  null,
  7,
  ['/bin'],
])('anything else leads to the beginning: %j', (wanted) => {
  expect(safeRedirect(wanted)).toBe('/');
});

test('a path that climbs stays on our side', () => {
  expect(safeRedirect('/../../bin')).toBe('/bin');
  expect(safeRedirect('/..//evil.example')).toBe('/');
});
