import { describeParameters } from '@parley/chat-core';
import type { ModelInfo, Usage } from '@parley/contracts';
import type { Egress } from '../../egress/port.ts';
import { checkKey } from '../kit/check-key.ts';
import { endpointUrl } from '../kit/endpoint-url.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPartWriter } from '../kit/part-writer.ts';
import { createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readList, readPages } from '../kit/read-list.ts';
import { ProviderError, type EndpointAccess, type GoogleTokens, type ModelCall, type ModelProvider } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { askOnce } from './ask-once.ts';
import { buildAnthropicRequest } from './build-anthropic-request.ts';
import { continuePaused, createRecorder, maxPauses } from './continue-paused.ts';
import { anthropicTakes } from './convert-anthropic-file.ts';
import { readAnthropicModelPage } from './list-anthropic-models.ts';
import { mapAnthropicError } from './map-anthropic-error.ts';
import { createAnthropicReader } from './read-anthropic-stream.ts';
import { toVertexBody, vertexAnswerUrl, vertexModelsUrl, vertexName } from './vertex-request.ts';
import { isForeign } from './redacted-signature.ts';

export interface AnthropicMessagesProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Needed for Vertex alone. */
  readonly tokens?: GoogleTokens;
  /** Milliseconds; dates in `Retry-After` are counted from it. */
  readonly now?: () => number;
}

/** A request is put differently at most so often before its refusal is reported. */
const maxAdjustments = 10;

/**
 * Anthropic's Messages, and the servers that speak it. `baseUrl` is the host, or whatever stands before `/v1/messages`; with `/v1` or the
 * full path it is taken too. With `access.google.vertex` it is Claude on Vertex.
 */
export function createAnthropicMessagesProvider({
  egress,
  access,
  tokens,
  now = Date.now,
}: AnthropicMessagesProviderOptions): ModelProvider {
  const { trust } = access;
  const vertex = access.google?.vertex;
  const urlOf = (path: string): string => endpointUrl(access.baseUrl, `/v1${path}`, ['/v1/messages', '/v1']);

  const nameOf = (model: string): string => (vertex ? vertexName(vertex, model) : model);

  async function headersOf(accept: string, signal: AbortSignal): Promise<Record<string, string>> {
    if (vertex) {
      if (!tokens) throw new ProviderError('provider.key-refused', 'Nothing here can sign in at Vertex.');
      return { accept, authorization: `Bearer ${await tokens(vertex.account, signal)}`, ...access.headers };
    }
    const key = checkKey(access.key);
    return { accept, 'anthropic-version': '2023-06-01', ...(key === null ? {} : { 'x-api-key': key }), ...access.headers };
  }
  const failure = (status: number | undefined, headers: Readonly<Record<string, string>>, body: unknown): ProviderError =>
    mapAnthropicError({ status, headers, body, key: access.key, now: now() });

  async function run(asked: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const call = { ...asked, model: nameOf(asked.model) };
    const headers = { ...(await headersOf('text/event-stream', signal)), 'content-type': 'application/json' };
    const url = vertex ? vertexAnswerUrl(access, vertex, call.model) : urlOf('/messages');
    const built = buildAnthropicRequest(call, files, access.promptCache);
    const warn = (message: string): void => sink({ type: 'warning', code: 'provider.setting-ignored', message });
    built.warnings.forEach(warn);
    let { body, leftOut } = built;
    const recorder = call.webSearch === true ? createRecorder(sink) : undefined;
    const parts = createPartWriter(recorder?.sink ?? sink);
    let spent: Usage | undefined;
    let pauses = 0;
    for (let adjustments = 0; ;) {
      const sent = JSON.stringify(vertex ? toVertexBody(body) : body);
      const request = { method: 'POST', url, headers, body: sent, signal, trust } as const;
      const mayPause = recorder !== undefined && pauses < maxPauses;
      const outcome = await askOnce(egress, request, access.key, mayPause, (onStopReason, onPause) =>
        createAnthropicReader({
          sink: recorder?.sink ?? sink,
          fail: (said) => failure(undefined, {}, said),
          join: createPrefillJoin(leftOut),
          onStopReason,
          parts,
          spent,
          ...(onPause ? { onPause } : {}),
        }),
      );
      if (outcome.kind === 'done') return;
      if (outcome.kind === 'paused') {
        pauses += 1;
        spent = outcome.spent;
        ({ body, leftOut } = continuePaused(body, recorder?.take() ?? []));
        continue;
      }
      const { status } = outcome.answer;
      const refusal = failure(status, outcome.answer.headers, outcome.answer.body);
      const adjusted = adjustments < maxAdjustments ? adjustRefusedRequest(body, status, refusal.message) : undefined;
      if (!adjusted) {
        if (spent) sink({ type: 'usage', usage: spent });
        throw refusal;
      }
      adjustments += 1;
      if (adjusted.warning !== undefined) warn(adjusted.warning);
      body = adjusted.body;
    }
  }

  async function listAll(signal: AbortSignal): Promise<ModelInfo[]> {
    const headers = await headersOf('application/json', signal);
    const list = vertex ? `${vertexModelsUrl(access)}?pageSize=100` : `${urlOf('/models')}?limit=100`;
    return readPages((after) => {
      const url = after === undefined ? list : `${list}&${vertex ? 'pageToken' : 'after_id'}=${encodeURIComponent(after)}`;
      return readList(egress, { url, headers, signal, trust, key: access.key }, failure, readAnthropicModelPage);
    });
  }

  const parametersOf = (model: string) =>
    describeParameters({ format: 'anthropic-messages', baseUrl: access.baseUrl, model: nameOf(model) });
  return providerOf({ takes: anthropicTakes, parametersOf, reads: (signature) => !isForeign(signature), run, listAll });
}
