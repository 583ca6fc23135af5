import type { ResponsesItem, ResponsesRequest } from './responses-types.ts';

export interface Adjusted {
  readonly body: ResponsesRequest;
  /** What the person asked for and does not get. */
  readonly warning?: string;
}

const isReasoning = (item: ResponsesItem): boolean => 'type' in item && item.type === 'reasoning';

/**
 * The request again without what the server refused, when its words name something that can be left out; undefined when they do not, or when
 * that was done already.
 */
export function adjustRefusedRequest(body: ResponsesRequest, status: number, words: string): Adjusted | undefined {
  if (status !== 400 && status !== 403 && status !== 404 && status !== 422) return undefined;
  const said = words.toLowerCase();
  // Reasoning that another account sealed, or that this server does not keep, cannot be read again; the words of the chat still can.
  if (
    /could not be verified|could not be decrypted|invalid_encrypted_content|\brs_|type 'reasoning'/.test(said) &&
    body.input.some(isReasoning)
  ) {
    return { body: { ...body, input: body.input.filter((item) => !isReasoning(item)) } };
  }
  const { reasoning, include, temperature, store, ...rest } = body;
  const kept = {
    ...(reasoning ? { reasoning } : {}),
    ...(include ? { include } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(store === undefined ? {} : { store }),
  };
  if (include && /encrypted.content|\binclude\b/.test(said)) {
    const { include: _, reasoning: __, ...others } = kept;
    return { body: { ...rest, ...others } };
  }
  if (reasoning && /summar/.test(said) && /verif/.test(said)) {
    const { reasoning: _, ...others } = kept;
    return { body: { ...rest, ...others }, warning: 'OpenAI shows reasoning to verified organizations only; it stays hidden.' };
  }
  if (reasoning && said.includes('reasoning')) {
    const { include: _, reasoning: __, ...others } = kept;
    return { body: { ...rest, ...others } };
  }
  if (temperature !== undefined && said.includes('temperature')) {
    const { temperature: _, ...others } = kept;
    return { body: { ...rest, ...others }, warning: 'This model does not take this temperature; its own is used.' };
  }
  if (store === false && /\bstore\b/.test(said)) {
    const { store: _, ...others } = kept;
    return { body: { ...rest, ...others } };
  }
  return undefined;
}
