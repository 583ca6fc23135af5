import { expect, test } from 'vitest';
import { addressGroup, plainAddress } from './address-group.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['10.1.2.3:55001', '10.1.2.3'],
  ['FE80::1%eth0', 'fe80::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['<script>', null],
  ['unknown', null],
  ['', null],
  [undefined, null],
])('spells %s as %s', (given, plain) => {
  expect(plainAddress(given)).toBe(plain);
});

test('counts an IPv4 address for itself, and the whole network of an IPv6 address as one', () => {
  expect(addressGroup('10.1.2.3')).toBe('10.1.2.3');
  const same = ['2001:db8:0:7::1', '2001:db8:0:7:ffff:1:2:3', '2001:0db8:0000:0007::', '2001:db8:0:7::10.0.0.1'];
  expect(new Set(same.map(addressGroup))).toEqual(new Set(['2001:db8:0:7::/64']));
  expect(addressGroup('2001:db8:0:8::1')).not.toBe(addressGroup(same[0]!));
  expect(addressGroup('::1')).toBe('0:0:0:0::/64');
});

test('does not fall over what is no address', () => {
  for (const odd of [':', '::', ':::::::::', '1:2:3:4:5:6:7:8:9', '::1::2', 'a.b:c']) expect(addressGroup(odd)).toMatch(/^.*::\/64$/);
});
