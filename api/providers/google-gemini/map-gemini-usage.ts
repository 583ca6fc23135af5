import type { Usage } from '@parley/contracts';
import { asCount, asObject } from '../kit/tolerant.ts';

/**
 * Token counts of an answer so far; undefined when there are none. Google counts thoughts apart from the answer, and what its own tools read
 * apart from the prompt; in Parley output and input are all that was written and read.
 */
export function mapGeminiUsage(raw: unknown): Usage | undefined {
  const usage = asObject(raw);
  if (!usage) return undefined;
  const prompt = asCount(usage['promptTokenCount']);
  const fromTools = asCount(usage['toolUsePromptTokenCount']);
  const answer = asCount(usage['candidatesTokenCount']);
  const thoughts = asCount(usage['thoughtsTokenCount']);
  const cached = asCount(usage['cachedContentTokenCount']);
  const mapped: Usage = {
    ...(prompt === undefined ? {} : { inputTokens: prompt + (fromTools ?? 0) }),
    ...(answer === undefined && thoughts === undefined ? {} : { outputTokens: (answer ?? 0) + (thoughts ?? 0) }),
    ...(thoughts === undefined ? {} : { reasoningTokens: thoughts }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
  };
  return Object.keys(mapped).length === 0 ? undefined : mapped;
}
