/**
 * Whether a page of this origin may act here with the cookie, or open a socket. A browser always says the origin of such a request; a caller
 * without one is no browser and has no cookie of a person. Compared with the configured address, else with the host that was asked.
 */
export function createOriginCheck(domain: string | null): (origin: string | undefined, host: string | undefined) => boolean {
  const own = domain === null ? null : new URL(domain).origin;
  return (origin, host) => {
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    if (own !== null && origin === own) return true;
    // With https in front, the public address is the only one: the host header alone decides nothing.
    if (own?.startsWith('https://')) return false;
    return host !== undefined && new URL(origin).host === host;
  };
}
