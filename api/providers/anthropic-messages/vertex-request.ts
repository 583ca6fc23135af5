import { endpointUrl } from '../kit/endpoint-url.ts';
import type { EndpointAccess, VertexPlace } from '../port.ts';
import type { AnthropicRequest } from './anthropic-types.ts';

const publisher = '/publishers/anthropic/models';

/** What a model is called on Vertex. */
export const vertexName = ({ names = {} }: VertexPlace, model: string): string =>
  (Object.hasOwn(names, model) ? names[model] : undefined) ?? model;

/** Where Claude is asked on Vertex, as a stream of events. */
export function vertexAnswerUrl({ baseUrl }: EndpointAccess, { project, location }: VertexPlace, model: string): string {
  const place = `/v1/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(location)}`;
  return endpointUrl(baseUrl, `${place}${publisher}/${encodeURIComponent(model)}:streamRawPredict`, ['/v1']);
}

export const vertexModelsUrl = ({ baseUrl }: EndpointAccess): string => endpointUrl(baseUrl, `/v1beta1${publisher}`, ['/v1']);

/** Vertex has the model in the address, and the version of the format in the body. */
export function toVertexBody(request: AnthropicRequest): object {
  const { model: _, ...body } = request;
  return { anthropic_version: 'vertex-2023-10-16', ...body };
}
