import type { ModelInfo } from '@parley/contracts';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import type { ProviderError } from '../port.ts';
import { notAnAnswer } from './read-answer.ts';
import { parseJson } from './tolerant.ts';

/** How long a list may take. */
const listMs = 20_000;
const maxPages = 20;

/** One page of a list of models. */
export interface ModelPage {
  readonly models: readonly ModelInfo[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

export interface ListRequest extends Pick<EgressRequest, 'url' | 'headers' | 'signal' | 'trust'> {
  /** Kept out of what an error repeats. */
  readonly key: string | null;
}

/** Makes the error of an answer with an error status. */
type Failure = (status: number, headers: Readonly<Record<string, string>>, body: string) => ProviderError;

/** Asks for one document and reads it. `read` answers null for what is no such list, which is `provider.bad-answer` then. */
export async function readList<List>(
  egress: Egress,
  { key, ...request }: ListRequest,
  failure: Failure,
  read: (body: unknown) => List | null,
): Promise<List> {
  const answer = await egress.fetch({ ...request, method: 'GET', firstByteMs: listMs, silenceMs: listMs, totalMs: listMs });
  const text = answer.body.toString();
  if (answer.status < 200 || answer.status > 299) throw failure(answer.status, answer.headers, text);
  const list = read(parseJson(text));
  if (list === null) throw notAnAnswer(answer.status, text, key);
  return list;
}

/** Reads page after page, each model once. A server that ignores the cursor, and would send the same page for ever, ends the list. */
export async function readPages(readPage: (cursor: string | undefined) => Promise<ModelPage>): Promise<ModelInfo[]> {
  const models = new Map<string, ModelInfo>();
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { models: more, next } = await readPage(cursor);
    for (const model of more) if (!models.has(model.id)) models.set(model.id, model);
    if (next === undefined || next === cursor) break;
    cursor = next;
  }
  return [...models.values()];
}
