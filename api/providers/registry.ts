import type { EndpointAccess, ModelProvider, ProviderFormat } from './port.ts';

export type ProviderFactory = (access: EndpointAccess) => ModelProvider;

/** The wire formats by name; `context.ts` fills it, so that a new format is a folder and one line. */
export type ProviderRegistry = Readonly<Record<ProviderFormat, ProviderFactory>>;
