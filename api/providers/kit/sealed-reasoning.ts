import { isKnownPart } from '@parley/contracts';
import type { LeftOut, ModelCall } from '../port.ts';

/** Marks of what is kept as a signature and is no reasoning: what Anthropic found on the web. */
const isSearch = (signature: string): boolean => signature.startsWith('anthropic-search:');

/**
 * Says that reasoning another provider sealed is not sent, on the way from its model to the next one: once the next one has answered, it stands behind that
 * answer and is missed no more. `reads` are the signatures that go back.
 */
export function sealedReasoning({ messages }: ModelCall, reads: (signature: string) => boolean): LeftOut[] {
  const last = messages.findLast(({ role }) => role === 'assistant');
  const isLost = (last?.parts ?? []).some((part) => {
    const signature = isKnownPart(part) && part.type === 'reasoning' ? part.signature : undefined;
    return signature !== undefined && !isSearch(signature) && !reads(signature);
  });
  if (!isLost) return [];
  const message = 'The reasoning of the last answer is left out: only models of the provider that sealed it can read it.';
  return [{ code: 'reasoning.left-out', message }];
}
