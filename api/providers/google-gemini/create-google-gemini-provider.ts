import { describeParameters } from '@parley/chat-core';
import type { ModelInfo } from '@parley/contracts';
import type { Egress } from '../../egress/port.ts';
import { askAdjusting } from '../kit/ask-adjusting.ts';
import { checkKey } from '../kit/check-key.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readAnswer } from '../kit/read-answer.ts';
import { readList, readPages } from '../kit/read-list.ts';
import { ProviderError, type EndpointAccess, type GoogleTokens, type ModelCall, type ModelProvider } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { buildGeminiRequest } from './build-gemini-request.ts';
import { geminiTakes } from './convert-gemini-file.ts';
import { answerUrl, modelsUrl } from './gemini-address.ts';
import { readGeminiModelPage } from './list-gemini-models.ts';
import { mapGeminiError } from './map-gemini-error.ts';
import { createGeminiReader } from './read-gemini-stream.ts';
import { unwrapSignature } from './thought-signature.ts';

export interface GoogleGeminiProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Needed for Vertex alone. */
  readonly tokens?: GoogleTokens;
  /** Milliseconds; dates in `Retry-After` are counted from it. */
  readonly now?: () => number;
}

type Headers = Readonly<Record<string, string>>;

/** Google's Gemini: Google AI with a key, or Vertex with a service account. */
export function createGoogleGeminiProvider({ egress, access, tokens, now = Date.now }: GoogleGeminiProviderOptions): ModelProvider {
  const { trust, google } = access;

  async function signIn(signal: AbortSignal): Promise<Headers> {
    if (google?.vertex) {
      if (!tokens) throw new ProviderError('provider.key-refused', 'Nothing here can sign in at Vertex.');
      return { authorization: `Bearer ${await tokens(google.vertex.account, signal)}` };
    }
    const key = checkKey(access.key);
    if (key === null) return {};
    return { 'x-goog-api-key': key, ...(google?.bearer ? { authorization: `Bearer ${key}` } : {}) };
  }
  const headersOf = async (accept: string, signal: AbortSignal): Promise<Headers> => ({
    accept,
    ...(await signIn(signal)),
    ...access.headers,
  });
  const failure = (status: number | undefined, headers: Headers, body: unknown): ProviderError =>
    mapGeminiError({ status, headers, body, key: access.key, now: now() });

  async function run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const built = buildGeminiRequest(call, access, files);
    const headers = { ...(await headersOf('text/event-stream', signal)), 'content-type': 'application/json' };
    for (const message of built.warnings) sink({ type: 'warning', code: 'setting.unsupported', message });
    const url = answerUrl(access, call.model);
    await askAdjusting(built.body, {
      sink,
      failure,
      adjust: (refused, { status }, words) => adjustRefusedRequest(refused, status, words),
      ask: (asked) =>
        readAnswer(egress, { method: 'POST', url, headers, body: JSON.stringify(asked), signal, trust }, access.key, (onStopReason) =>
          createGeminiReader({ sink, fail: (said) => failure(undefined, {}, said), join: createPrefillJoin(built.leftOut), onStopReason }),
        ),
    });
  }

  async function listAll(signal: AbortSignal): Promise<ModelInfo[]> {
    const headers = await headersOf('application/json', signal);
    return readPages((at) =>
      readList(egress, { url: modelsUrl(access, at), headers, signal, trust, key: access.key }, failure, readGeminiModelPage),
    );
  }

  const parametersOf = (model: string) => describeParameters({ format: 'google-gemini', baseUrl: access.baseUrl, model });
  return providerOf({ takes: geminiTakes, parametersOf, reads: (signature) => unwrapSignature(signature) !== undefined, run, listAll });
}
