import { describeParameters } from '@parley/chat-core';
import type { ModelInfo } from '@parley/contracts';
import type { Egress } from '../../egress/port.ts';
import { askAdjusting } from '../kit/ask-adjusting.ts';
import { checkKey } from '../kit/check-key.ts';
import { endpointUrl } from '../kit/endpoint-url.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readAnswer } from '../kit/read-answer.ts';
import { readList } from '../kit/read-list.ts';
import { parseJson } from '../kit/tolerant.ts';
import { trailingSpace } from '../kit/trailing-space.ts';
import type { EndpointAccess, ModelCall, ModelProvider, ProviderError } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { buildOllamaRequest } from './build-ollama-request.ts';
import { ollamaToolWarnings } from './convert-to-ollama-tools.ts';
import { ollamaTakes } from './convert-to-ollama-messages.ts';
import { readOllamaModel, readOllamaTags } from './list-ollama-models.ts';
import { mapOllamaError } from './map-ollama-error.ts';
import { createOllamaReader } from './read-ollama-stream.ts';

export interface OllamaProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Milliseconds; dates in `Retry-After` are counted from it. */
  readonly now?: () => number;
}

/** How long details of models are waited for, and of how many at once they are asked; without them a model is offered by its name. */
const detailsMs = 3_000;
const asksAtOnce = 4;

/**
 * Ollama by its own door, `/api`. `baseUrl` is its address as `OLLAMA_HOST` names it; the paths of either door behind it, `/api` and `/v1`,
 * are taken too. A key is sent where there is one, for Ollama's cloud or a proxy in front.
 */
export function createOllamaProvider({ egress, access, now = Date.now }: OllamaProviderOptions): ModelProvider {
  const { trust } = access;
  const urlOf = (path: string): string => endpointUrl(access.baseUrl, path, ['/api/chat', '/api', '/v1']);

  function headersOf(accept: string): Record<string, string> {
    const key = checkKey(access.key);
    return { accept, ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...access.headers };
  }
  const failure = (status: number | undefined, headers: Readonly<Record<string, string>>, body: unknown): ProviderError =>
    mapOllamaError({ status, headers, body, key: access.key, now: now() });

  async function run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const body = buildOllamaRequest(call, files);
    for (const message of ollamaToolWarnings(call)) sink({ type: 'warning', code: 'setting.unsupported', message });
    const headers = { ...headersOf('application/x-ndjson'), 'content-type': 'application/json' };
    const isContinuing = body.messages.at(-1)?.role === 'assistant';
    await askAdjusting(body, {
      sink,
      failure,
      adjust: adjustRefusedRequest,
      ask: (asked) =>
        readAnswer(
          egress,
          { method: 'POST', url: urlOf('/api/chat'), headers, body: JSON.stringify(asked), signal, trust },
          access.key,
          (onStopReason) =>
            createOllamaReader({
              sink,
              fail: (said) => failure(undefined, {}, said),
              join: createPrefillJoin(isContinuing ? trailingSpace(call) : ''),
              onStopReason,
            }),
          'lines',
        ),
    });
  }

  /** What the server says of one model; undefined when it does not say. */
  async function show(model: string, signal: AbortSignal): Promise<unknown> {
    try {
      const answer = await egress.fetch({
        method: 'POST',
        url: urlOf('/api/show'),
        headers: { ...headersOf('application/json'), 'content-type': 'application/json' },
        body: JSON.stringify({ model }),
        signal,
        trust,
      });
      return answer.status === 200 ? parseJson(answer.body.toString()) : undefined;
    } catch {
      // Details are a help: without them the model is offered all the same, its limit unknown.
      return undefined;
    }
  }

  async function detailed(names: readonly string[], signal: AbortSignal): Promise<ModelInfo[]> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(detailsMs)]);
    const models = Array.from<unknown, ModelInfo | null>(names, () => null);
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let at = next++; at < names.length; at = next++) {
        models[at] = readOllamaModel(names[at]!, within.aborted ? undefined : await show(names[at]!, within));
      }
    };
    await Promise.all(Array.from({ length: asksAtOnce }, worker));
    return models.filter((model) => model !== null);
  }

  async function listAll(signal: AbortSignal): Promise<ModelInfo[]> {
    const tags = { url: urlOf('/api/tags'), headers: headersOf('application/json'), signal, trust, key: access.key };
    return detailed(await readList(egress, tags, failure, readOllamaTags), signal);
  }

  const parametersOf = (model: string) => describeParameters({ format: 'ollama', baseUrl: access.baseUrl, model });
  return providerOf({ takes: ollamaTakes, parametersOf, run, listAll });
}
