import type { PolicyName } from '@parley/contracts';
import type { Actor } from '../strategies/types.ts';

/** Who may call a route of a policy at all. */
export function mayCall(policy: PolicyName, actor: Pick<Actor, 'role'> | null): boolean {
  switch (policy) {
    case 'public':
      return true;
    case 'signed-in':
      return actor !== null;
    case 'administrator':
      return actor?.role === 'administrator';
  }
}
