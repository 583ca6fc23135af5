import type { Scope } from '../storage/ports/scope.ts';
import type { TurnRow } from '../storage/ports/turns.ts';
import type { Actor } from '../strategies/types.ts';

/** The brand exists for the compiler alone; this is the one place that may claim it. */
const scope = (ownerId: string): Scope => ({ ownerId }) as Scope;

/** A signed-in person may touch what is theirs. */
export function scopeOfActor(actor: Pick<Actor, 'userId'>): Scope {
  return scope(actor.userId);
}

/** A turn works, long after its request has gone, on what its owner may touch. */
export function scopeOfTurn(turn: Pick<TurnRow, 'ownerId'>): Scope {
  return scope(turn.ownerId);
}
