import type { MongoServerError } from 'mongodb';

const isDuplicate = (error: unknown): boolean => error instanceof Error && (error as MongoServerError).code === 11000;

/** Carries out an upsert again when another inserted the same document in the same moment: it is there now. */
export async function upserted<Value>(act: () => Promise<Value>): Promise<Value> {
  for (let left = 5; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      if (left === 0 || !isDuplicate(error)) throw error;
    }
  }
}
