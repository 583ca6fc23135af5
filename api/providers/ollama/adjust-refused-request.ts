import type { Adjusted } from '../kit/ask-adjusting.ts';
import type { Refusal } from '../kit/read-answer.ts';
import type { OllamaRequest } from './ollama-types.ts';

/** A model that cannot think refuses to be asked for it; not to think is what it does anyway. */
export function adjustRefusedRequest(body: OllamaRequest, { status, body: said }: Refusal): Adjusted<OllamaRequest> | undefined {
  const { think, ...rest } = body;
  if (think === undefined || status !== 400 || !/think/i.test(said)) return undefined;
  return { body: rest, ...(think === false ? {} : { warning: 'This model cannot think; it answered at once.' }) };
}
