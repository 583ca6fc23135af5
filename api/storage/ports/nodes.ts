/** A process among those that share the store. */
export interface NodeRow {
  readonly id: string;
  /** It keeps running answers to itself: no other may be there. */
  readonly alone: boolean;
  /** Milliseconds since it was last heard of, by the store's clock; infinite when it left. */
  readonly silentFor: number;
}

export interface LivingNode {
  readonly node: string;
  readonly alone: boolean;
}

/**
 * Which processes live, in a store that several can have open. Time is the store's, never a node's. An id is one process's: whoever
 * starts again is another node.
 */
export interface NodeStore {
  /**
   * Puts a node among the living, or answers the id of a living one that stands in the way: any, when either is `alone`. A node that
   * was silent for `deadAfter` ms does not live. Of two that join at once one is answered the other.
   */
  join(node: LivingNode, deadAfter: number): Promise<string | null>;
  /** Says that a node lives. One that was taken away meanwhile is there again. */
  beat(node: LivingNode): Promise<void>;
  /** Counts a node as dead from now on: its unfinished turns may be taken over. Nothing happens when it is not there. */
  leave(node: string): Promise<void>;
  /**
   * Ends what nodes other than the living still hold in the store, such as a transaction they died in, so that it stands in nobody's way; what is held
   * by one that is not listed only when that was begun more than `deadAfter` ms ago. To be called before their turns are taken over, and before a
   * node joins. One that lived after all loses what it was doing and does it again.
   */
  release(living: readonly string[], deadAfter: number): Promise<void>;
  /** Takes a dead node away, once nothing of it is left to take over. One that lives stays. */
  forget(node: string, deadAfter: number): Promise<void>;
  /** Every node that has not been taken away, by id. */
  list(): Promise<NodeRow[]>;
}
