const plausible = /^[\da-f.:]{2,45}$/i;

/** A caller's address in one spelling: IPv4 inside IPv6 (RFC 4291 §2.5.5.2) as IPv4, without a port; null when it is none. */
export function plainAddress(given: string | undefined): string | null {
  const address = given
    ?.split('%', 1)[0]
    ?.toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
  if (address === undefined || !plausible.test(address)) return null;
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address);
  return withPort?.[1] ?? address;
}

/**
 * Whom a budget by address counts as one: an IPv4 address, or the 64-bit network of an IPv6 address, since a single machine owns all of those
 * and could take a new one for every try.
 */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const [head, tail] = address.split('::', 2) as [string, string?];
  const groupsOf = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const left = groupsOf(head);
  const spelled = (groups: string[]): string =>
    `${groups
      .slice(0, 4)
      .map((group) => group.replace(/^0+(?=.)/, ''))
      .join(':')}::/64`;
  if (tail === undefined) return spelled(left);
  const right = groupsOf(tail);
  // An embedded IPv4 address stands for two groups.
  const missing = 8 - left.length - right.length - (tail.includes('.') ? 1 : 0);
  return spelled([...left, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...right]);
}
