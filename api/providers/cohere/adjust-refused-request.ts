import type { CohereRequest } from './cohere-types.ts';

export interface Adjusted {
  readonly body: CohereRequest;
  /** What the person asked for and does not get. */
  readonly warning: string;
}

/**
 * The request again without the setting that the server refused, when its words name one; undefined when they do not, or when it was left
 * out already.
 */
export function adjustRefusedRequest(body: CohereRequest, status: number, words: string): Adjusted | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const said = words.toLowerCase();
  if (body.temperature !== undefined && said.includes('temperature')) {
    const { temperature: _, ...rest } = body;
    return { body: rest, warning: 'This model does not take this temperature; its own is used.' };
  }
  if (body.max_tokens !== undefined && /max[_ ]tokens/.test(said)) {
    const { max_tokens: _, ...rest } = body;
    return { body: rest, warning: 'This model does not take this limit of an answer; its own is used.' };
  }
  return undefined;
}
