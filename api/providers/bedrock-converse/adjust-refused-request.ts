import type { Adjusted } from '../kit/ask-adjusting.ts';
import { goOn } from '../kit/prefill.ts';
import type { BedrockMessage, BedrockRequest } from './bedrock-types.ts';
import { asksForCitations, withoutCitations } from './document-citations.ts';
import { hasCachePoints, withoutCachePoints } from './place-cache-points.ts';

const isReasoning = (block: object): boolean => 'reasoningContent' in block;

const withoutReasoning = (messages: readonly BedrockMessage[]): BedrockMessage[] =>
  messages
    .map(({ role, content }) => ({ role, content: content.filter((block) => !isReasoning(block)) }))
    .filter(({ content }) => content.length > 0);

/** Instructions for a model without a place for them stand before the first question. */
function foldSystem({ system = [], ...body }: BedrockRequest): BedrockRequest {
  const words = system.flatMap((block) => ('text' in block ? [{ text: block.text }] : []));
  const [first, ...others] = body.messages;
  return first === undefined ? body : { ...body, messages: [{ role: first.role, content: [...words, ...first.content] }, ...others] };
}

/** The most the model may write, out of "… 100000, which exceeds the model limit of 64000 …". */
function allowedMaxTokens(said: string): number | undefined {
  const found = /max(?:imum)?[_ ]?tokens[^]{0,120}?(?:limit of|limit is|at most|<=|less than or equal to|maximum of)\s*(\d{3,7})/.exec(
    said,
  )?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * The request again without what the model behind it refused, when the words name something that can be left out or said differently; undefined
 * when they do not, or when that was done already.
 */
export function adjustRefusedRequest(body: BedrockRequest, status: number, words: string): Adjusted<BedrockRequest> | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const said = words.toLowerCase();
  if (/cach(?:e|ing)/.test(said) && hasCachePoints(body)) return { body: withoutCachePoints(body) };
  if (said.includes('citation') && asksForCitations(body.messages)) return { body: { ...body, messages: withoutCitations(body.messages) } };
  const { inferenceConfig, additionalModelRequestFields: fields, outputConfig, ...rest } = body;
  const allowed = allowedMaxTokens(said);
  if (allowed !== undefined && inferenceConfig?.maxTokens !== undefined && allowed < inferenceConfig.maxTokens)
    return { body: { ...body, inferenceConfig: { ...inferenceConfig, maxTokens: allowed } } };
  const names = /temperature/.test(said)
    ? 'temperature'
    : /top_?p\b/.test(said)
      ? 'topP'
      : /stop.?sequence/.test(said)
        ? 'stopSequences'
        : undefined;
  if (names !== undefined && inferenceConfig?.[names] !== undefined) {
    const { [names]: _, ...kept } = inferenceConfig;
    const label = { temperature: 'temperature', topP: 'top-p', stopSequences: 'stop sequences' }[names];
    return { body: { ...body, inferenceConfig: kept }, warning: `This model does not take ${label} here; its own is used.` };
  }
  if (outputConfig !== undefined && /output ?(?:config|format)|structured output|json.?schema/.test(said)) {
    const { outputConfig: _, ...others } = body;
    return { body: others, warning: 'This model cannot promise this form of an answer; it answers in its own.' };
  }
  if (/signature|thinking block|reasoning ?content|redacted/.test(said) && body.messages.some(({ content }) => content.some(isReasoning)))
    return { body: { ...body, messages: withoutReasoning(body.messages) } };
  if (fields !== undefined && /thinking|reasoning|additional|extraneous|top_k|effort/.test(said)) {
    return {
      body: { ...rest, ...(inferenceConfig ? { inferenceConfig } : {}), ...(outputConfig ? { outputConfig } : {}) },
      warning: 'This model does not take these settings of reasoning and choice; its own are used.',
    };
  }
  if (body.system !== undefined && /system (?:messages?|prompts?|role).{0,60}(?:not|n't) support|support system/.test(said))
    return { body: foldSystem(body) };
  if (body.messages.at(-1)?.role === 'assistant' && /prefill|end with a user|last (?:turn|message)|final (?:assistant|message)/.test(said))
    return { body: { ...body, messages: [...body.messages, { role: 'user', content: [{ text: goOn }] }] } };
  return undefined;
}
