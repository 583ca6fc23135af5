import { readdirSync, readFileSync } from 'node:fs';
import { bedrockEvent, bedrockException } from '@parley/test-kit';
import type { Egress } from '../../egress/port.ts';
import { createAnthropicMessagesProvider } from '../anthropic-messages/create-anthropic-messages-provider.ts';
import { createBedrockConverseProvider } from '../bedrock-converse/create-bedrock-converse-provider.ts';
import { createCohereProvider } from '../cohere/create-cohere-provider.ts';
import { createGoogleGeminiProvider } from '../google-gemini/create-google-gemini-provider.ts';
import { createOllamaProvider } from '../ollama/create-ollama-provider.ts';
import { createOpenAiChatProvider } from '../openai-chat/create-openai-chat-provider.ts';
import { createOpenAiResponsesProvider } from '../openai-responses/create-openai-responses-provider.ts';
import type { EndpointAccess, ModelProvider, ProviderFormat } from '../port.ts';
import { vendorNames, vendors, type VendorName } from './vendors.ts';

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
  readonly vendor: VendorName;
  readonly create: CreateProvider;
  readonly bytes: Buffer;
}

/** Events by name with what they hold, framed as Bedrock frames them; a name that begins with `!` is an exception. */
function framed(text: string): Buffer {
  const events = JSON.parse(text) as readonly (readonly [name: string, said: unknown])[];
  return Buffer.concat(
    events.map(([name, said]) => (name.startsWith('!') ? bedrockException(name.slice(1), said) : bedrockEvent(name, said))),
  );
}

function vendorOf(format: string, file: string): VendorName {
  const found = vendorNames.find((vendor) => vendors[vendor].format === format && file.startsWith(`${vendor}-`));
  if (found === undefined) throw new Error(`Nobody is named by ${format}/${file}.`);
  return found;
}

/** All recorded streams, each with the adapter that reads it. */
export const recordings: readonly Recording[] = Object.entries(adapters).flatMap(([format, create]) => {
  const folder = new URL(`../${format}/__fixtures__/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => /\.(?:sse|ndjson|bin|events\.json)$/.test(file))
    .map((file) => {
      const raw = readFileSync(new URL(file, folder));
      const bytes = file.endsWith('.json') ? framed(raw.toString()) : raw;
      return { name: `${format}/${file}`, vendor: vendorOf(format, file), create, bytes };
    });
});
