import type { ErrorCode } from '@parley/contracts';

export interface OriginRules {
  /** The public address, when it is configured. */
  readonly domain: string | null;
  /** Nobody but this machine is meant to come: no public address, and plain http beyond it was not allowed. */
  readonly localOnly: boolean;
}

/** Why a page of this origin may not act here with the cookie, or open a socket; null when it may. */
export type RefuseOrigin = (origin: string | undefined, host: string | undefined) => ErrorCode | null;

const local = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * A browser always says the origin of such a request; a caller without one is no browser and has no cookie of a person. Compared with the
 * configured address, else with the host that was asked. Where only this machine is meant to come, another name is refused even when both agree: it is
 * a foreign page whose name was pointed here (DNS rebinding), or a proxy that nobody configured.
 */
export function createOriginCheck({ domain, localOnly }: OriginRules): RefuseOrigin {
  const own = domain === null ? null : new URL(domain).origin;
  return (origin, host) => {
    if (origin === undefined || origin === own) return null;
    // With https in front, the public address is the only one: the host header alone decides nothing.
    if (!URL.canParse(origin) || own?.startsWith('https://')) return 'request.origin-refused';
    const asked = new URL(origin);
    if (host === undefined || asked.host !== host) return 'request.origin-refused';
    if (!localOnly || local.test(asked.hostname)) return null;
    return asked.protocol === 'http:' ? 'request.insecure' : 'request.origin-refused';
  };
}
