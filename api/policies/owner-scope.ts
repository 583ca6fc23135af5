import type { Scope } from '../storage/ports/scope.ts';
import { scopeOfActor } from './scope.ts';

/** The scope of an account named by its id, for callers that have neither an actor nor a turn: the command line and tests. */
export function ownerScope(ownerId: string): Scope {
  return scopeOfActor({ userId: ownerId });
}
