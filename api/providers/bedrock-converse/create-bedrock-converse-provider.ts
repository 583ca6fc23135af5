import { describeParameters } from '@parley/chat-core';
import type { ModelInfo } from '@parley/contracts';
import type { Egress } from '../../egress/port.ts';
import { askAdjusting } from '../kit/ask-adjusting.ts';
import { checkKey } from '../kit/check-key.ts';
import { endpointUrl } from '../kit/endpoint-url.ts';
import type { StreamFormat } from '../kit/exchange.ts';
import type { LoadedFiles } from '../kit/load-files.ts';
import type { Sink } from '../kit/model-stream.ts';
import { createPrefillJoin } from '../kit/prefill.ts';
import { providerOf } from '../kit/provider-of.ts';
import { readAnswer, type Refusal } from '../kit/read-answer.ts';
import { readList, readPages } from '../kit/read-list.ts';
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
import { isForeign } from './reasoning-signature.ts';

export interface BedrockConverseProviderOptions {
  readonly egress: Egress;
  readonly access: EndpointAccess;
  /** Shared by all that sign, so that what is found is kept. */
  readonly credentials?: AwsCredentials;
  /** Milliseconds; requests are signed at this time. */
  readonly now?: () => number;
}

/** Frames begin with their length, whose first byte is zero; everything else is a document. */
const frames: StreamFormat = {
  skipsBlank: false,
  isDocument: (byte) => byte !== 0,
  createParser: createFrameDecoder,
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
    async function ask(asked: typeof built.body): Promise<Refusal | null> {
      const plain = {
        method: 'POST',
        url,
        headers: { accept: 'application/vnd.amazon.eventstream', 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      } as const;
      const headers = await headersFor(plain, place.region);
      return readAnswer(
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
    }
    await askAdjusting(built.body, {
      sink,
      failure,
      ask,
      adjust: (refused, { status }, words) => adjustRefusedRequest(refused, status, words),
    });
  }

  async function list<List>(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
    read: (body: unknown) => List | null,
  ): Promise<List> {
    const url = new URL(endpointUrl(controlUrl(access.baseUrl), path));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = await headersFor({ method: 'GET', url: url.href, headers: { accept: 'application/json' } });
    return readList(egress, { url: url.href, headers, signal, trust, key }, failure, read);
  }

  async function listAll(signal: AbortSignal): Promise<ModelInfo[]> {
    const profiles = await readPages((next) => {
      const query = { maxResults: '1000', type: 'SYSTEM_DEFINED', ...(next === undefined ? {} : { nextToken: next }) };
      return list('/inference-profiles', query, signal, readInferenceProfiles);
    });
    const models = await list('/foundation-models', { byOutputModality: 'TEXT' }, signal, readFoundationModels);
    const named = new Set(profiles.map(({ id }) => id));
    return [...profiles, ...models.filter(({ id }) => !named.has(id))];
  }

  const parametersOf = (model: string) =>
    describeParameters({ format: 'bedrock-converse', baseUrl: access.baseUrl, model, changes: access.parameters });
  return providerOf({ takes: bedrockTakes, parametersOf, reads: (signature) => !isForeign(signature), run, listAll });
}
