import type { EndpointAccess } from '../port.ts';
import { checkKey } from './check-key.ts';

/** The headers that carry an endpoint's key; none without one. Throws as `checkKey` does. */
export function keyHeaders({ key, keyHeaders: names = ['authorization'] }: EndpointAccess): Record<string, string> {
  const checked = checkKey(key);
  if (checked === null) return {};
  return Object.fromEntries(names.map((name) => [name, name === 'authorization' ? `Bearer ${checked}` : checked]));
}
