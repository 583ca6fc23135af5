import type { RequestHandler } from 'express';

/** The policy of every page of Parley: our own scripts and styles, nothing inline, nothing from anywhere else. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src-elem 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages that draw what a model wrote: an origin of nobody, no network, and only Parley may frame them. */
const sandboxPolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const common: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'X-DNS-Prefetch-Control': 'off',
  'X-Permitted-Cross-Domain-Policies': 'none',
};

const page: Readonly<Record<string, string>> = {
  ...common,
  'Content-Security-Policy': pagePolicy,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};

/** A sandboxed page has an origin of its own, so that even its own script is a cross-origin one. */
const sandbox: Readonly<Record<string, string>> = {
  ...common,
  'Content-Security-Policy': sandboxPolicy,
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': '*',
  'X-Frame-Options': 'SAMEORIGIN',
};

const strictTransport = 'max-age=15552000';

/** Puts the headers of every answer, computed once. */
export function securityHeaders(options: { readonly https: boolean; readonly loopback: boolean }): RequestHandler {
  const transport = {
    ...(options.https ? { 'Strict-Transport-Security': strictTransport } : {}),
    // Browsers ignore it, and complain, where an origin is not trustworthy: plain http beyond this machine.
    ...(options.https || options.loopback ? { 'Cross-Origin-Opener-Policy': 'same-origin' } : {}),
  };
  const forPage = Object.entries({ ...page, ...transport });
  const forSandbox = Object.entries({ ...sandbox, ...transport });
  return (request, response, next) => {
    for (const [name, value] of request.path.startsWith('/sandbox/') ? forSandbox : forPage) response.setHeader(name, value);
    next();
  };
}
