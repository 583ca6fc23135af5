import type { Adjusted } from '../kit/ask-adjusting.ts';
import { dropRefusedSetting } from '../kit/drop-refused-setting.ts';
import type { ResponsesItem, ResponsesRequest } from './responses-types.ts';

/** What is left out when it is refused, with the words that say so. */
const settings = { temperature: 'temperature', top_p: 'top-p' } satisfies Partial<Record<keyof ResponsesRequest, string>>;

const isReasoning = (item: ResponsesItem): boolean => 'type' in item && item.type === 'reasoning';

/**
 * The request again without what the server refused, when its words name something that can be left out; undefined when they do not, or when
 * that was done already.
 */
export function adjustRefusedRequest(body: ResponsesRequest, status: number, words: string): Adjusted<ResponsesRequest> | undefined {
  if (status !== 400 && status !== 403 && status !== 404 && status !== 422) return undefined;
  const said = words.toLowerCase();
  // Reasoning that another account sealed, or that this server does not keep, cannot be read again; the words of the chat still can.
  if (
    /could not be verified|could not be decrypted|invalid_encrypted_content|\brs_|type 'reasoning'/.test(said) &&
    body.input.some(isReasoning)
  ) {
    return { body: { ...body, input: body.input.filter((item) => !isReasoning(item)) } };
  }
  const { reasoning, include, store } = body;
  if (include && /encrypted.content|\binclude\b/.test(said)) {
    const { include: _, reasoning: __, ...rest } = body;
    return { body: rest };
  }
  if (reasoning?.summary && /summar/.test(said) && /verif/.test(said)) {
    const { summary: _, ...effort } = reasoning;
    const { reasoning: __, ...rest } = body;
    const kept = Object.keys(effort).length === 0 ? rest : { ...rest, reasoning: effort };
    return { body: kept, warning: 'OpenAI shows reasoning to verified organizations only; it stays hidden.' };
  }
  if (reasoning?.effort !== undefined && /effort/.test(said)) {
    const { effort: _, ...summary } = reasoning;
    return { body: { ...body, reasoning: summary }, warning: 'This model does not take this reasoning effort; its own is used.' };
  }
  if (reasoning && said.includes('reasoning')) {
    const { include: _, reasoning: __, ...rest } = body;
    const warning = 'This model does not take this reasoning effort; its own is used.';
    return { body: rest, ...(reasoning.effort === undefined ? {} : { warning }) };
  }
  const dropped = dropRefusedSetting(body, said, settings);
  if (dropped) return dropped;
  if (body.text?.verbosity !== undefined && said.includes('verbosity')) {
    const { verbosity: _, ...format } = body.text;
    const { text: __, ...rest } = body;
    return {
      body: Object.keys(format).length === 0 ? rest : { ...rest, text: format },
      warning: 'This model does not take this verbosity; its own is used.',
    };
  }
  if (body.tools?.some(({ type }) => type === 'web_search') && /web.search/.test(said)) {
    const { tools, ...rest } = body;
    const kept = tools.filter(({ type }) => type !== 'web_search');
    return { body: kept.length === 0 ? rest : { ...rest, tools: kept }, warning: 'This model cannot search the web.' };
  }
  if (store === false && /\bstore\b/.test(said)) {
    const { store: _, ...rest } = body;
    return { body: rest };
  }
  return undefined;
}
