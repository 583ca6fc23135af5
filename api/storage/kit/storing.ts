import { RequestError } from '@parley/contracts';

/** Carries out something at a store of blobs; what the store cannot do is `server.storage-unavailable`, with its reason as the cause. */
export async function storing<Value>(what: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    throw new RequestError('server.storage-unavailable', { detail: `A file could not be ${what}.`, cause });
  }
}
