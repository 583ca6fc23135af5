import { describeParameters } from '@parley/chat-core';
import type { ModelInfo } from '@parley/contracts';
import type { Egress } from '../../egress/port.ts';
import { askAdjusting } from '../kit/ask-adjusting.ts';
import { checkKey } from '../kit/check-key.ts';
import { endpointUrl } from '../kit/endpoint-url.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPrefillJoin, goOn } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readAnswer } from '../kit/read-answer.ts';
import { readList, readPages } from '../kit/read-list.ts';
import { trailingSpace } from '../kit/trailing-space.ts';
import type { EndpointAccess, ModelCall, ModelProvider, ProviderError } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { buildCohereRequest } from './build-cohere-request.ts';
import { cohereToolWarnings } from './convert-to-cohere-tools.ts';
import { cohereTakes } from './convert-to-cohere-messages.ts';
import { readCohereModelPage } from './list-cohere-models.ts';
import { mapCohereError } from './map-cohere-error.ts';
import { createCohereReader } from './read-cohere-stream.ts';

export interface CohereProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Milliseconds; dates in `Retry-After` are counted from it. */
  readonly now?: () => number;
}

/** Cohere's chat, version 2. `baseUrl` is its host; the version or the whole path behind it is taken too. */
export function createCohereProvider({ egress, access, now = Date.now }: CohereProviderOptions): ModelProvider {
  const { trust } = access;
  const urlOf = (path: string): string => endpointUrl(access.baseUrl, path, ['/v2/chat', '/v2', '/v1']);

  function headersOf(accept: string): Record<string, string> {
    const key = checkKey(access.key);
    return { accept, ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...access.headers };
  }
  const failure = (status: number | undefined, headers: Readonly<Record<string, string>>, body: unknown): ProviderError =>
    mapCohereError({ status, headers, body, key: access.key, now: now() });

  async function run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const headers = { ...headersOf('text/event-stream'), 'content-type': 'application/json' };
    const body = buildCohereRequest(call, files);
    for (const message of cohereToolWarnings(call)) sink({ type: 'warning', code: 'setting.unsupported', message });
    const isContinuing = body.messages.at(-1)?.content === goOn;
    await askAdjusting(body, {
      sink,
      failure,
      adjust: (refused, { status }, words) => adjustRefusedRequest(refused, status, words),
      ask: (asked) =>
        readAnswer(
          egress,
          { method: 'POST', url: urlOf('/v2/chat'), headers, body: JSON.stringify(asked), signal, trust },
          access.key,
          (onStopReason) =>
            createCohereReader({
              sink,
              fail: (said) => failure(undefined, {}, said),
              join: createPrefillJoin(isContinuing ? trailingSpace(call) : ''),
              onStopReason,
            }),
        ),
    });
  }

  const listAll = (signal: AbortSignal): Promise<ModelInfo[]> =>
    readPages((token) => {
      const url = `${urlOf('/v1/models')}?endpoint=chat&page_size=1000${token === undefined ? '' : `&page_token=${encodeURIComponent(token)}`}`;
      return readList(
        egress,
        { url, headers: headersOf('application/json'), signal, trust, key: access.key },
        failure,
        readCohereModelPage,
      );
    });

  const parametersOf = (model: string) => describeParameters({ format: 'cohere', baseUrl: access.baseUrl, model });
  return providerOf({ takes: cohereTakes, parametersOf, run, listAll });
}
