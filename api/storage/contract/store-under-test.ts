import { afterAll, beforeAll } from 'vitest';
import type { Storage } from '../ports/storage.ts';
import type { Witness } from './witness.ts';

/** A place where an adapter keeps its data, empty at first. */
export interface Place {
  /** Opens a storage on the place; the one before must have been closed. */
  open(options: { readonly now: () => number }): Promise<Storage>;
  /** An independent reader, open beside the storage. */
  witness(): Promise<Witness>;
  /** Removes everything. */
  remove(): Promise<void>;
  /** Ten times slower or more than the real one: a stand-in, on which sizes are cut down and no time is judged. */
  readonly slow?: boolean;
}

/** Makes an empty place. */
export type PlaceFactory = () => Promise<Place>;

export interface StoreUnderTest {
  /** The storage as it is open now. */
  readonly storage: Storage;
  readonly witness: Witness;
  /** What the storage takes for the present; tests move it. */
  readonly clock: { now: number };
  /** How many of something large to write: as many as are asked for, or a hundredth where the store is slow. */
  large(count: number): number;
  /** How often to do something again: as often as is asked for, or a tenth where the store is slow. */
  often(times: number): number;
  /** A limit of milliseconds, or none where the store is slow. */
  within(milliseconds: number): number;
  /** Closes the storage and opens another on the same data. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function openStore(makePlace: PlaceFactory): Promise<StoreUnderTest> {
  const place = await makePlace();
  const clock = { now: 1_000_000 };
  const open = (): Promise<Storage> => place.open({ now: () => clock.now });
  let storage = await open();
  const witness = await place.witness();
  return {
    get storage() {
      return storage;
    },
    witness,
    clock,
    large: (count) => (place.slow === true ? Math.ceil(count / 100) : count),
    often: (times) => (place.slow === true ? Math.ceil(times / 10) : times),
    within: (milliseconds) => (place.slow === true ? Number.POSITIVE_INFINITY : milliseconds),
    async reopen() {
      await storage[Symbol.asyncDispose]();
      storage = await open();
    },
    async close() {
      await witness[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
      await place.remove();
    },
  };
}

/** One store for the tests of a `describe`: each test brings its own people. */
export function useStore(makePlace: PlaceFactory): () => StoreUnderTest {
  let store: StoreUnderTest | null = null;
  beforeAll(async () => void (store = await openStore(makePlace)));
  afterAll(() => store?.close());
  return () => {
    if (store === null) throw new Error('The store is not open yet.');
    return store;
  };
}
