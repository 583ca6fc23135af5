import { describeParameters } from '@parley/chat-core';
import type { ModelInfo } from '@parley/contracts';
import type { Egress } from '../../egress/port.ts';
import { askAdjusting } from '../kit/ask-adjusting.ts';
import { endpointUrl, isBareHost } from '../kit/endpoint-url.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import { keyHeaders } from '../kit/key-headers.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readAnswer } from '../kit/read-answer.ts';
import { readList } from '../kit/read-list.ts';
import { trailingSpace } from '../kit/trailing-space.ts';
// The same vendor's two formats have their errors and their list of models in common.
import { listOpenAiModels } from '../openai-chat/list-openai-models.ts';
import { mapOpenAiError } from '../openai-chat/map-openai-error.ts';
import type { EndpointAccess, ModelCall, ModelProvider, ProviderError } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { buildResponsesRequest } from './build-responses-request.ts';
import { responsesTakes } from './convert-responses-files.ts';
import { createResponsesReader } from './read-responses-stream.ts';
import { unwrapReasoning } from './reasoning-signature.ts';

export interface OpenAiResponsesProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Milliseconds; dates in `Retry-After` are counted from it. */
  readonly now?: () => number;
}

/**
 * OpenAI's Responses, and the servers that speak it. Nothing is kept there (`store: false`): reasoning comes back sealed, and is sent again with
 * the next turn. `baseUrl` ends in `/v1`; a host alone and the full path are taken too, as for Chat Completions.
 */
export function createOpenAiResponsesProvider({ egress, access, now = Date.now }: OpenAiResponsesProviderOptions): ModelProvider {
  const { baseUrl, trust, edits, exactUrl = false } = access;
  const version = isBareHost(baseUrl) ? '/v1' : '';
  const urlOf = (path: string): string => endpointUrl(baseUrl, version + path, ['/responses', '/chat/completions']);

  const headersOf = (accept: string): Record<string, string> => ({ accept, ...keyHeaders(access), ...access.headers });
  const failure = (status: number | undefined, headers: Readonly<Record<string, string>>, body: unknown): ProviderError =>
    mapOpenAiError({ status, headers, body, key: access.key, now: now() });

  async function run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const headers = { ...headersOf('text/event-stream'), 'content-type': 'application/json' };
    const built = buildResponsesRequest(call, files, edits);
    for (const message of built.warnings) sink({ type: 'warning', code: 'provider.setting-ignored', message });
    const url = exactUrl ? baseUrl : urlOf('/responses');
    await askAdjusting(built.body, {
      sink,
      failure,
      adjust: (refused, { status, body }) => adjustRefusedRequest(refused, status, body),
      ask: (asked) =>
        readAnswer(egress, { method: 'POST', url, headers, body: JSON.stringify(asked), signal, trust }, access.key, (onStopReason) =>
          createResponsesReader({
            sink,
            fail: (said) => failure(undefined, {}, said),
            join: createPrefillJoin(built.isContinuing ? trailingSpace(call) : ''),
            onStopReason,
          }),
        ),
    });
  }

  const listAll = (signal: AbortSignal): Promise<ModelInfo[]> =>
    readList(
      egress,
      { url: urlOf('/models'), headers: headersOf('application/json'), signal, trust, key: access.key },
      failure,
      listOpenAiModels,
    );

  const parametersOf = (model: string) =>
    describeParameters({ format: 'openai-responses', baseUrl: access.baseUrl, model, changes: access.parameters, edits: access.edits });
  return providerOf({ takes: responsesTakes, parametersOf, reads: (signature) => unwrapReasoning(signature) !== undefined, run, listAll });
}
