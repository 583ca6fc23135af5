import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { securityHeaders } from './security-headers.ts';

async function headersOf(path: string, options = { https: false, loopback: true }): Promise<Headers> {
  const app = express();
  app.use(securityHeaders(options));
  app.use((_request, response) => void response.end());
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  server.close();
  return headers;
}

test('pages run our own scripts and nothing else', async () => {
  const headers = await headersOf('/');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; " +
      "font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
      "frame-ancestors 'none'",
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('pages of the sandbox belong to nobody and reach nothing', async () => {
  const policy = (await headersOf('/sandbox/mermaid.html')).get('content-security-policy') ?? '';
  expect(policy).toContain('sandbox allow-scripts;');
  expect(policy).not.toMatch(/allow-same-origin|connect-src|https?:/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self'");
});

test('https is asked for again only where it is used', async () => {
  expect((await headersOf('/')).get('strict-transport-security')).toBeNull();
  expect((await headersOf('/', { https: true, loopback: false })).get('strict-transport-security')).toBe('max-age=15552000');
});

test('a plain http origin gets no header that browsers complain about there', async () => {
  expect((await headersOf('/', { https: false, loopback: false })).get('cross-origin-opener-policy')).toBeNull();
  expect((await headersOf('/')).get('cross-origin-opener-policy')).toBe('same-origin');
});
