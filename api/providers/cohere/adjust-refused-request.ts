import type { Adjusted } from '../kit/ask-adjusting.ts';
import { dropRefusedSetting } from '../kit/drop-refused-setting.ts';
import type { CohereRequest } from './cohere-types.ts';

/** What is left out when it is refused, with the words that say so. */
const settings = {
  temperature: 'temperature',
  max_tokens: 'limit of an answer',
  p: 'top-p',
  k: 'top-k',
  frequency_penalty: 'frequency penalty',
  presence_penalty: 'presence penalty',
  seed: 'seed',
  stop_sequences: 'list of stop sequences',
  thinking: 'measure of thinking',
} satisfies Partial<Record<keyof CohereRequest, string>>;

/**
 * The request again without the setting that the server refused, when its words name one; undefined when they do not, or when it was left
 * out already.
 */
export function adjustRefusedRequest(body: CohereRequest, status: number, words: string): Adjusted<CohereRequest> | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const said = words.toLowerCase();
  return dropRefusedSetting(body, said, settings);
}
