import { RequestError } from '@parley/contracts';
import { expect, test } from 'vitest';
import { checkHost, checkUrl, hostPortOf, parseHostPort } from './check-url.ts';
import { isPublicAddress } from './public-address.ts';

const refusal = (text: string): string | undefined => {
  try {
    checkHost(checkUrl(text));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(RequestError);
    expect((error as RequestError).code).toBe('egress.blocked');
    return (error as RequestError).message;
  }
};

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0x7f.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0.0.0.0/',
  'http://0/',
  'http://0.1.2.3/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::a00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[ff02::1]/',
  'http://[fec0::1]/',
  'http://[2001:db8::1]/',
  'http://[5f00::1]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://100.127.255.255/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/machine',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://METADATA.GOOGLE.INTERNAL./',
  'http://localhost/',
  'http://localhost./',
  'http://foo.localhost/',
  'http://LOCALHOST:11434/',
  'http://printer.local/',
  'http://nas.home.arpa/',
  'http://mongodb:27017/',
  'http://redis/',
  // Full-width digits and dots that a parser turns into ordinary ones.
  'http://127。0。0。1/',
  'http://１２７.0.0.1/',
  'http://①②⑦.0.0.1/',
  'http://loc%61lhost/',
])('refuses %s', (url) => {
  expect(refusal(url)).toMatch(/private/);
});

test.each([
  ['file:///etc/passwd', 'only http and https'],
  ['gopher://example.com/', 'only http and https'],
  ['data:text/plain,hi', 'only http and https'],
  ['ftp://example.com/', 'only http and https'],
  ['unix:/var/run/docker.sock', 'only http and https'],
  ['javascript:alert(1)', 'only http and https'],
  ['\\\\server\\share', 'not a URL'],
  ['//example.com/x', 'not a URL'],
  ['', 'not a URL'],
  ['http://', 'not a URL'],
  ['http://good.com@10.0.0.1/', 'user name'],
  ['http://user:word@example.com/', 'user name'],
  ['http://10.0.0.1\\@good.com/', 'not a URL'],
  ['http://good.com\\@10.0.0.1/', 'not a URL'],
  ['http://exa\tmple.com/', 'not a URL'],
  ['http://example.com/\n', 'not a URL'],
  [' http://example.com/', 'not a URL'],
  ['http://example.com:0/', 'port 0'],
  ['http://example.com:99999/', 'not a URL'],
])('refuses %j', (url, reason) => {
  expect(refusal(url)).toContain(reason);
});

test.each([
  'https://api.openai.com/v1',
  'http://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'http://100.128.0.1/',
  'http://172.32.0.1/',
  'https://10.0.0.1.example.com/',
])('lets %s pass', (url) => {
  expect(refusal(url)).toBeUndefined();
});

test('what it does not understand is not public', () => {
  for (const address of ['', 'example.com', '1.2.3', 'fe80::1%eth0', '::ffff:1.2.3.4']) expect(isPublicAddress(address)).toBe(false);
});

test('the allow-list compares host and port exactly', () => {
  expect(parseHostPort('LOCALHOST:11434')).toBe('localhost:11434');
  expect(parseHostPort('[::1]:80')).toBe(hostPortOf(new URL('http://[0:0:0:0:0:0:0:1]/')));
  expect(parseHostPort('good.com:443')).toBe(hostPortOf(new URL('https://good.com/')));
  for (const other of [
    'https://good.com.evil/',
    'https://evilgood.com/',
    'https://good.com./',
    'https://evil.com/good.com:443',
    'http://good.com/',
    'https://good.com:8443/',
  ]) {
    expect(hostPortOf(new URL(other))).not.toBe('good.com:443');
  }
  for (const wrong of ['good.com', 'http://good.com:443', 'good.com:443/x', 'a@b:1', ':80', 'good.com:x'])
    expect(() => parseHostPort(wrong)).toThrow('host:port');
});
