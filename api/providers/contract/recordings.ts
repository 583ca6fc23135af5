import { readdirSync, readFileSync } from 'node:fs';
import type { Egress } from '../../egress/port.ts';
import { createAnthropicMessagesProvider } from '../anthropic-messages/create-anthropic-messages-provider.ts';
import { createBedrockConverseProvider } from '../bedrock-converse/create-bedrock-converse-provider.ts';
import { createCohereProvider } from '../cohere/create-cohere-provider.ts';
import { createGoogleGeminiProvider } from '../google-gemini/create-google-gemini-provider.ts';
import { createOllamaProvider } from '../ollama/create-ollama-provider.ts';
import { createOpenAiChatProvider } from '../openai-chat/create-openai-chat-provider.ts';
import { createOpenAiResponsesProvider } from '../openai-responses/create-openai-responses-provider.ts';
import type { EndpointAccess, ModelProvider, ProviderFormat } from '../port.ts';

export type CreateProvider = (options: { readonly egress: Egress; readonly access: EndpointAccess }) => ModelProvider;

/** Every wire format that is spoken over HTTP. */
export const adapters: Readonly<Record<Exclude<ProviderFormat, 'demo'>, CreateProvider>> = {
  'openai-chat': createOpenAiChatProvider,
  'openai-responses': createOpenAiResponsesProvider,
  'anthropic-messages': createAnthropicMessagesProvider,
  'google-gemini': createGoogleGeminiProvider,
  'bedrock-converse': createBedrockConverseProvider,
  ollama: createOllamaProvider,
  cohere: createCohereProvider,
};

export interface Recording {
  /** Format and file. */
  readonly name: string;
  readonly create: CreateProvider;
  readonly bytes: Buffer;
}

/** All recorded streams, each with the adapter that reads it. */
export const recordings: readonly Recording[] = Object.entries(adapters).flatMap(([format, create]) => {
  const folder = new URL(`../${format}/__fixtures__/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => /\.(?:sse|ndjson|bin)$/.test(file))
    .map((file) => ({ name: `${format}/${file}`, create, bytes: readFileSync(new URL(file, folder)) }));
});
