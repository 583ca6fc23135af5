import type { Request, Response } from 'express';
import { limits } from '@parley/contracts';
import type { RouteRequest } from '../routes/implement.ts';

const readCookie = (header: string | undefined, name: string): string | null => {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{1,256}$/.test(value)) return value;
  }
  return null;
};

/**
 * The refresh token's cookie: out of reach of scripts, never sent by other sites, and on https bound to this very host (`__Host-`, RFC 6265bis).
 */
export function refreshCookie(request: Request, response: Response, secure: boolean): RouteRequest['refreshCookie'] {
  const name = secure ? '__Host-parley' : 'parley';
  const attributes = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;
  return {
    value: readCookie(request.headers.cookie, name),
    set: (token) => void response.cookie(name, token, { ...attributes, maxAge: limits.refreshTokenLifetime }),
    clear: () => void response.clearCookie(name, attributes),
  };
}
