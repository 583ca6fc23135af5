import type { ProviderError } from '../port.ts';
import type { Sink } from './model-stream.ts';
import type { Refusal } from './read-answer.ts';

/** A request put differently. */
export interface Adjusted<Body> {
  readonly body: Body;
  /** What the person is told; absent where the answer is the same without it. */
  readonly warning?: string;
  /** Of the warning; absent: a setting. */
  readonly code?: string;
}

interface Asking<Body> {
  readonly sink: Sink;
  /** Sends the body and has the answer read to its end; null then, else the refusal. */
  readonly ask: (body: Body) => Promise<Refusal | null>;
  readonly failure: (status: number, headers: Readonly<Record<string, string>>, body: string) => ProviderError;
  /** The body without what was refused; undefined when the refusal speaks of nothing that can be left out. `words`: what it says, in short. */
  readonly adjust: (body: Body, refusal: Refusal, words: string) => Adjusted<Body> | undefined;
}

/** Each time something is left out, so this ends by itself; the limit is for what does not get smaller. */
const maxAdjustments = 10;

/**
 * Asks, and when the provider refuses something of the request that can be left out, asks again without it and says so. Throws the refusal that
 * nothing helps against.
 */
export async function askAdjusting<Body>(first: Body, { sink, ask, failure, adjust }: Asking<Body>): Promise<void> {
  let body = first;
  for (let adjustments = 0; ; adjustments += 1) {
    const refusal = await ask(body);
    if (!refusal) return;
    const error = failure(refusal.status, refusal.headers, refusal.body);
    const adjusted = adjustments < maxAdjustments ? adjust(body, refusal, error.message) : undefined;
    if (!adjusted) throw error;
    const { warning: message, code = 'provider.setting-ignored' } = adjusted;
    if (message !== undefined) sink({ type: 'warning', code, message });
    body = adjusted.body;
  }
}
