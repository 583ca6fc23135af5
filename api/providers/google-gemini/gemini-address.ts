import { endpointUrl } from '../kit/endpoint-url.ts';
import type { EndpointAccess } from '../port.ts';

const named = (model: string): string => model.split('/').map(encodeURIComponent).join('/');

/** Names with a collection are taken as they are: `tunedModels/x` of Google AI, `endpoints/7` or `publishers/meta/models/x` of Vertex. */
const within = (model: string, collection: string): string => (model.includes('/') ? named(model) : `${collection}/${named(model)}`);

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  if (!URL.canParse(url)) return url;
  const full = new URL(url);
  for (const [name, value] of Object.entries(query)) full.searchParams.set(name, value);
  return full.href;
}

const defaultVersion = 'v1beta';

/** The version that an operator wrote out, and the address without it. */
function versionOf(baseUrl: string): { readonly version: string; readonly suffixes: readonly string[] } {
  const path = URL.canParse(baseUrl) ? new URL(baseUrl).pathname : '';
  const version = /\/(v1(?:alpha|beta)?)(?:\/models)?\/*$/.exec(path)?.[1] ?? defaultVersion;
  return { version, suffixes: [`/${version}/models`, `/${version}`] };
}

/**
 * Where an answer of this model is asked for, as a stream of events. `baseUrl` is the host, or whatever stands before `/v1beta` (Vertex: before
 * `/v1`), with or without it; another version that is written out is kept.
 */
export function answerUrl({ baseUrl, google }: EndpointAccess, model: string): string {
  const vertex = google?.vertex;
  const { version, suffixes } = versionOf(baseUrl);
  const path = vertex
    ? `/v1/projects/${named(vertex.project)}/locations/${named(vertex.location)}/${within(model, 'publishers/google/models')}`
    : `/${version}/${within(model, 'models')}`;
  return withQuery(endpointUrl(baseUrl, `${path}:streamGenerateContent`, suffixes), { alt: 'sse' });
}

/** Where a page of the list of models is read. */
export function modelsUrl({ baseUrl, google }: EndpointAccess, pageToken: string | undefined): string {
  const { version, suffixes } = versionOf(baseUrl);
  const url = endpointUrl(baseUrl, google?.vertex ? '/v1beta1/publishers/google/models' : `/${version}/models`, suffixes);
  return withQuery(url, { pageSize: google?.vertex ? '100' : '1000', ...(pageToken === undefined ? {} : { pageToken }) });
}
