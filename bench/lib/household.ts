import { uuidv7 } from '@parley/chat-core';
import type { ModelRef } from '@parley/contracts';
import { ownerScope } from '../../api/policies/owner-scope.ts';
import type { Scope } from '../../api/storage/ports/scope.ts';
import type { Storage } from '../../api/storage/ports/storage.ts';

/** Somebody with many conversations, and somebody with one long one. What is in it is named by `idAt`. */
export interface Household {
  readonly lister: Scope;
  readonly talker: Scope;
  /** The long one. */
  readonly conversationId: string;
  readonly model: ModelRef;
}

/** The id of a row by its kind and place; ids of one kind are in order, as those of real rows nearly are. */
export function idAt(kind: 'conversation' | 'message' | 'turn', index: number): string {
  const space = { conversation: '1', message: '2', turn: '3' }[kind];
  return `01990000-0000-7000-8${space}00-${index.toString(16).padStart(12, '0')}`;
}

/** Milliseconds since 1970 of the first conversation; one more a second. */
const began = 1_760_000_000_000;
export const activityOf = (index: number): number => began + index * 1_000;

/** One title in ten has this word. */
export const commonWord = 'garden';
/** Only the oldest conversation has this one: finding it means looking at every title. */
export const rareWord = 'quokka';

/** Of every message: 300 characters, so that a row has the weight of a row. */
export const lineText = 'A few sentences as people write them, about this and that. '.repeat(5);

const person = async (storage: Storage, name: string): Promise<Scope> => {
  const id = uuidv7();
  await storage.createUser({ id, email: `${id}@example.org`, name, passwordHash: 'none', now: began, onlyFirst: false });
  return ownerScope(id);
};

/** The people; what they have is filled in by `fillSqlite` or `fillMongo`. */
export async function createHousehold(storage: Storage): Promise<Household> {
  const [lister, talker] = [await person(storage, 'Lister'), await person(storage, 'Talker')];
  return { lister, talker, conversationId: uuidv7(), model: { endpoint: 'demo', id: 'demo' } };
}
