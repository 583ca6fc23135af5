import { expect, test } from 'vitest';
import { createOriginCheck } from './check-origin.ts';

const here = createOriginCheck({ domain: null, localOnly: true });
const home = createOriginCheck({ domain: null, localOnly: false });
const https = createOriginCheck({ domain: 'https://chat.example.org', localOnly: false });

test('lets callers in that are no browsers', () => {
  for (const check of [here, home, https]) expect(check(undefined, 'anything')).toBeNull();
});

test('lets our own page in, by whichever name of this machine it was opened', () => {
  for (const host of ['localhost:3080', '127.0.0.1:3080', '127.1.2.3', '[::1]:3080', 'parley.localhost']) {
    expect(here(`http://${host}`, host)).toBeNull();
  }
  expect(home('http://box.home:3080', 'box.home:3080')).toBeNull();
  expect(https('https://chat.example.org', 'whatever the proxy says')).toBeNull();
});

test.each(['https://evil.example', 'null', '', 'file://', 'http://localhost:3081', 'http://localhost:3080.evil.example'])(
  'refuses %s',
  (origin) => {
    for (const check of [here, home, https]) expect(check(origin, 'localhost:3080')).toBe('request.origin-refused');
  },
);

test('refuses a foreign name that was pointed at this machine', () => {
  expect(here('http://evil.example:3080', 'evil.example:3080')).toBe('request.insecure');
  expect(here('https://evil.example', 'evil.example')).toBe('request.origin-refused');
});

test('believes the configured https address alone, never the host header', () => {
  for (const origin of [
    'http://chat.example.org',
    'https://evil.example',
    'http://10.0.0.2:3080',
    'https://chat.example.org.evil.example',
  ]) {
    expect(https(origin, new URL(origin).host)).toBe('request.origin-refused');
  }
});
