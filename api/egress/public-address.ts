import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Azure's host channel: a public address by its number, a machine's own secrets behind it. */
const denied = new Set(['168.63.129.16']);
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address (no brackets, no name) lies in the public internet. Everything with a meaning of its own is not: loopback, private,
 * carrier-grade NAT, link-local and with it the metadata services, multicast, reserved, documentation, and all the ways IPv6 has of
 * wrapping an IPv4 address. What cannot be read is not public.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js also reads the short forms of old (`1.2.3`), which a resolver never gives.
  if (isIP(address) === 0 || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (denied.has(parsed.toString()) || parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}
