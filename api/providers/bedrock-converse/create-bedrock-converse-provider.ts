import { describeParameters } from '@parley/chat-core';
import { limits, type ModelInfo } from '@parley/contracts';
import type { Egress, EgressResponse } from '../../egress/port.ts';
import { checkKey } from '../kit/check-key.ts';
import { endpointUrl } from '../kit/endpoint-url.ts';
import type { StreamFormat } from '../kit/exchange.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { notAnAnswer, readAnswer } from '../kit/read-answer.ts';
import { parseJson } from '../kit/tolerant.ts';
import type { AwsAccess, EndpointAccess, ModelCall, ModelProvider, ProviderError } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { createAwsCredentials, type AwsCredentials } from './aws-credentials.ts';
import { buildBedrockRequest } from './build-bedrock-request.ts';
import { bedrockTakes } from './convert-bedrock-file.ts';
import { createFrameDecoder } from './event-stream-frames.ts';
import { readFoundationModels, readInferenceProfiles } from './list-bedrock-models.ts';
import { mapBedrockError } from './map-bedrock-error.ts';
import { createBedrockReader } from './read-bedrock-stream.ts';
import { signRequest, type Signable } from './sign-request.ts';

export interface BedrockConverseProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Shared by all that sign, so that what is found is kept. */
  readonly credentials?: AwsCredentials;
  /** Milliseconds; requests are signed at this time. */
  readonly now?: () => number;
}

/** A request is put differently at most so often before its refusal is reported. */
const maxAdjustments = 5;
const maxPages = 10;
const listMs = 20_000;

/** Frames begin with their length, whose first byte is zero; everything else is a document. */
const frames: StreamFormat = {
  skipsBlank: false,
  isDocument: (byte) => byte !== 0,
  createParser: (onEvent) => createFrameDecoder(limits.providerLineBytes, onEvent),
};

const nowhere: AwsAccess = { region: 'us-east-1', credentials: null, profile: null };

/** Lists of models come from the service's other host. */
function controlUrl(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  url.hostname = url.hostname.replace(/^bedrock-runtime/, 'bedrock');
  return url.href;
}

/**
 * Models of AWS Bedrock by Converse. Requests carry the key as a bearer's when there is one, else they are signed with the keys of `access.aws`.
 * `baseUrl` is the regional host of the runtime, or what stands in its place.
 */
export function createBedrockConverseProvider(options: BedrockConverseProviderOptions): ModelProvider {
  const { egress, access, credentials = createAwsCredentials(), now = Date.now } = options;
  const { trust, key, aws = nowhere } = access;

  /** Where a call goes: the region it names, when it is one of those offered. A person's own address is the only one there is. */
  function placeOf({ region }: Pick<ModelCall, 'region'>): { region: string; baseUrl: string } {
    const { regions = {} } = aws;
    const chosen = region !== undefined && trust === 'operator' && Object.hasOwn(regions, region) ? regions[region] : undefined;
    return region === undefined || chosen === undefined ? { region: aws.region, baseUrl: access.baseUrl } : { region, baseUrl: chosen };
  }

  async function headersFor(request: Signable, region = aws.region): Promise<Record<string, string>> {
    const bearer = checkKey(key);
    const headers = { ...request.headers, ...access.headers };
    if (bearer !== null) return { ...headers, authorization: `Bearer ${bearer}` };
    // A person's own address never gets what the operator's keys signed.
    if (trust === 'person') return headers;
    return signRequest({ ...request, headers }, region, await credentials(aws), now());
  }
  const failure = (
    status: number | undefined,
    headers: Readonly<Record<string, string>>,
    body: unknown,
    exception?: string,
  ): ProviderError => mapBedrockError({ status, headers, body, key, now: now(), ...(exception === undefined ? {} : { exception }) });

  async function run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void> {
    const profiles = aws.inferenceProfiles ?? {};
    const model = Object.hasOwn(profiles, call.model) ? profiles[call.model]! : call.model;
    const place = placeOf(call);
    const url = endpointUrl(place.baseUrl, `/model/${encodeURIComponent(model)}/converse-stream`);
    const built = buildBedrockRequest(call, aws, files);
    for (const message of built.warnings) sink({ type: 'warning', code: 'provider.setting-ignored', message });
    let { body } = built;
    for (let adjustments = 0; ; adjustments += 1) {
      const plain = {
        method: 'POST',
        url,
        headers: { accept: 'application/vnd.amazon.eventstream', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      } as const;
      const headers = await headersFor(plain, place.region);
      const answer = await readAnswer(
        egress,
        { ...plain, headers, signal, trust },
        key,
        (onStopReason) =>
          createBedrockReader({
            sink,
            fail: (exception, said) => failure(undefined, {}, said, exception),
            join: createPrefillJoin(built.leftOut),
            onStopReason,
          }),
        frames,
      );
      if (!answer) return;
      const refusal = failure(answer.status, answer.headers, answer.body);
      const adjusted = adjustments < maxAdjustments ? adjustRefusedRequest(body, answer.status, refusal.message) : undefined;
      if (!adjusted) throw refusal;
      if (adjusted.warning !== undefined) sink({ type: 'warning', code: 'provider.setting-ignored', message: adjusted.warning });
      body = adjusted.body;
    }
  }

  async function get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<EgressResponse> {
    const url = new URL(endpointUrl(controlUrl(access.baseUrl), path));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const plain = { method: 'GET', url: url.href, headers: { accept: 'application/json' } } as const;
    const caps = { firstByteMs: listMs, silenceMs: listMs, totalMs: listMs };
    return egress.fetch({ ...plain, headers: await headersFor(plain), signal, trust, ...caps });
  }

  /** Throws for anything but a readable list. */
  async function readList<List>(answer: EgressResponse, read: (body: unknown) => List | null): Promise<List> {
    const text = answer.body.toString();
    if (answer.status < 200 || answer.status > 299) throw failure(answer.status, answer.headers, text);
    const list = read(parseJson(text));
    if (list === null) throw notAnAnswer(answer.status, text, key);
    return list;
  }

  async function listAll(signal: AbortSignal): Promise<ModelInfo[]> {
    const models = new Map<string, ModelInfo>();
    const add = (more: readonly ModelInfo[]): void => more.forEach((model) => models.set(model.id, models.get(model.id) ?? model));
    let next: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const query = { maxResults: '1000', type: 'SYSTEM_DEFINED', ...(next === undefined ? {} : { nextToken: next }) };
      const list = await readList(await get('/inference-profiles', query, signal), readInferenceProfiles);
      add(list.models);
      // A server that ignores the cursor would send the same page for ever.
      if (list.next === undefined || list.next === next) break;
      next = list.next;
    }
    add(await readList(await get('/foundation-models', { byOutputModality: 'TEXT' }, signal), readFoundationModels));
    return [...models.values()];
  }

  const parametersOf = (model: string) =>
    describeParameters({ format: 'bedrock-converse', baseUrl: access.baseUrl, model, changes: access.parameters });
  return providerOf({ takes: bedrockTakes, parametersOf, run, listAll });
}
