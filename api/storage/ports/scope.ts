declare const brand: unique symbol;

/**
 * What a storage verb may touch. Only `policies/` makes one, from an actor or from a turn's owner; a raw user id does not
 * compile where a scope is wanted, so a verb cannot be called without somebody having decided who may.
 */
export interface Scope {
  readonly [brand]: 'scope';
  readonly ownerId: string;
}
