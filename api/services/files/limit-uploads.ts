import { RequestError } from '@parley/contracts';
import { addressGroup } from '../../policies/address-group.ts';
import type { RateLimit } from '../../realtime/ports.ts';

type Budget = Parameters<RateLimit['take']>[1];

export interface UploadLimits {
  readonly address: Budget | null;
  readonly person: Budget | null;
}

/** Counts an upload before it is read, whatever becomes of it. Throws `file.too-many-uploads` with the time to wait. */
export type CountUpload = (person: string, address: string) => Promise<void>;

/** `limits` are those of now: a changed file replaces them, and counts anew. */
export function createUploadLimit(rateLimit: RateLimit, limits: () => UploadLimits): CountUpload {
  const take = async (key: string, budget: Budget | null): Promise<void> => {
    if (budget === null) return;
    // Nobody may bring anything: there is no time to wait for.
    if (budget.points === 0) throw new RequestError('file.too-many-uploads', { params: { limit: 0 } });
    const { allowed, retryAfter } = await rateLimit.take(key, budget);
    if (!allowed) throw new RequestError('file.too-many-uploads', { params: { limit: budget.points }, retryAfter });
  };
  return async (person, address) => {
    const { address: ofAddress, person: ofPerson } = limits();
    await take(`uploads:address:${addressGroup(address)}`, ofAddress);
    await take(`uploads:account:${person}`, ofPerson);
  };
}
