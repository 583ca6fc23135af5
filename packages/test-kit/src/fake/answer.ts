import type { FakeScript } from './fake-script.ts';
import { fakeAnswer, fakeReasoningToken, fakeToken } from './fake-text.ts';
import type { FakeAsk, FakeUsage } from './wire.ts';

/** What will be said: reasoning tokens first, then the answer's, counted from 1. */
export interface FakeAnswerPlan {
  readonly reasoningTokens: number;
  readonly total: number;
  /** The first token to be sent; above 1 when the answer goes on from a prefill. */
  readonly from: number;
  token(k: number): string;
}

/** A text in pieces that end at a space, each with the space it ends at. */
const words = (text: string): string[] => text.match(/\S*\s+|\S+$/g) ?? [];

const inPieces = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];

/**
 * Lays out the answer a script asks for. When the request ends with an assistant message whose text ends in a numbered token, a numbered
 * answer goes on with the next number.
 */
export function planAnswer(ask: FakeAsk, script: FakeScript): FakeAnswerPlan {
  const { reasoning = 0 } = script;
  const thoughts = typeof reasoning === 'string' ? inPieces(reasoning, 1_000) : undefined;
  const said =
    script.chunks ??
    (script.text === undefined ? (script.tokens === undefined ? words(fakeAnswer(ask.prompt)) : undefined) : words(script.text));
  const reached = said === undefined ? /w0*(\d+)\s*$/.exec(ask.prefill ?? '')?.[1] : undefined;
  const reasoningTokens = reached !== undefined ? 0 : (thoughts?.length ?? Number(reasoning));
  return {
    reasoningTokens,
    total: reasoningTokens + (said?.length ?? script.tokens ?? 0),
    from: reached === undefined ? 1 : Number(reached) + 1,
    token(k) {
      if (k <= reasoningTokens) return thoughts?.[k - 1] ?? fakeReasoningToken(k);
      const at = k - reasoningTokens;
      return said?.[at - 1] ?? fakeToken(at, { bytes: script.bytes });
    },
  };
}

export function usageOf(ask: FakeAsk, plan: FakeAnswerPlan): FakeUsage {
  return { input: ask.prompt.length, output: Math.max(0, plan.total - plan.from + 1), reasoning: plan.reasoningTokens };
}
