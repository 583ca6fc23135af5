import { describeParameters } from '@parley/chat-core';
import type { ModelInfo } from '@parley/contracts';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import { askAdjusting } from '../kit/ask-adjusting.ts';
import { endpointUrl, isBareHost } from '../kit/endpoint-url.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import { keyHeaders } from '../kit/key-headers.ts';
import type { Sink } from '../kit/model-stream.ts';
import { goOn, createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readAnswer, type Refusal } from '../kit/read-answer.ts';
import { readList } from '../kit/read-list.ts';
import { trailingSpace } from '../kit/trailing-space.ts';
import { ProviderError, type EndpointAccess, type ModelCall, type ModelProvider } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { buildOpenAiChatRequest } from './build-openai-chat-request.ts';
import { openAiChatTakes } from './convert-user-parts.ts';
import { listOpenAiModels } from './list-openai-models.ts';
import { mapOpenAiError } from './map-openai-error.ts';
import type { OpenAiChatRequest } from './openai-chat-types.ts';
import { createOpenAiChatReader } from './read-openai-chat-stream.ts';
import { vendorQuirks } from './vendor-quirks.ts';

export interface OpenAiChatProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Milliseconds; dates in `Retry-After` are counted from it. */
  readonly now?: () => number;
}

/**
 * Any endpoint that speaks Chat Completions. `baseUrl` is what operators write for it: OpenAI's ends in `/v1`; a host alone is tried as it
 * is and, when nothing is found there, with `/v1`; the full path of the completions is taken too.
 */
export function createOpenAiChatProvider({ egress, access, now = Date.now }: OpenAiChatProviderOptions): ModelProvider {
  const { baseUrl, trust, edits, exactUrl = false } = access;
  const urlOf = (path: string, version = ''): string => endpointUrl(baseUrl, version + path, ['/chat/completions', '/completions']);

  const headersOf = (accept: string): Record<string, string> => ({ accept, ...keyHeaders(access), ...access.headers });
  const failure = (status: number | undefined, headers: Readonly<Record<string, string>>, body: unknown): ProviderError =>
    mapOpenAiError({ status, headers, body, key: access.key, now: now() });

  async function run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const headers = { ...headersOf('text/event-stream'), 'content-type': 'application/json' };
    if (call.tools?.length && !vendorQuirks(baseUrl).callsTools)
      sink({ type: 'warning', code: 'provider.setting-ignored', message: 'Tools cannot be offered to this provider and were left out.' });
    async function askAt(url: string, body: OpenAiChatRequest): Promise<Refusal | null> {
      const isContinuing = body.messages.at(-1)?.role === 'assistant' || body.messages.at(-1)?.content === goOn;
      const request: EgressRequest = { method: 'POST', url, headers, body: JSON.stringify(body), signal, trust };
      return readAnswer(egress, request, access.key, (onStopReason) =>
        createOpenAiChatReader({
          sink,
          fail: (said) => failure(undefined, {}, said),
          join: createPrefillJoin(isContinuing ? trailingSpace(call) : ''),
          onStopReason,
        }),
      );
    }
    let url = exactUrl ? baseUrl : urlOf('/chat/completions');
    await askAdjusting(buildOpenAiChatRequest(call, baseUrl, files, edits), {
      sink,
      failure,
      adjust: (refused, { status, body }) => adjustRefusedRequest(refused, status, body),
      async ask(body) {
        const refusal = await askAt(url, body);
        if (refusal?.status !== 404 || !isBareHost(baseUrl) || url !== urlOf('/chat/completions')) return refusal;
        url = urlOf('/chat/completions', '/v1');
        return askAt(url, body);
      },
    });
  }

  async function listAll(signal: AbortSignal): Promise<ModelInfo[]> {
    const list = (version: string): Promise<ModelInfo[]> => {
      const request = { url: urlOf('/models', version), headers: headersOf('application/json'), signal, trust, key: access.key };
      return readList(egress, request, failure, listOpenAiModels);
    };
    try {
      return await list('');
    } catch (error) {
      const isElsewhere = isBareHost(baseUrl) && error instanceof ProviderError && error.status !== undefined;
      if (!isElsewhere) throw error;
      return list('/v1');
    }
  }

  const parametersOf = (model: string) =>
    describeParameters({ format: 'openai-chat', baseUrl: access.baseUrl, model, changes: access.parameters, edits: access.edits });
  return providerOf({ takes: openAiChatTakes, parametersOf, run, listAll });
}
