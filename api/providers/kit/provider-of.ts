import type { ModelInfo } from '@parley/contracts';
import type { ModelCall, ModelProvider } from '../port.ts';
import { asProviderError } from './as-provider-error.ts';
import { modelStream, type Sink } from './model-stream.ts';

interface Adapter {
  /** One attempt, whose events go into the sink. Throws what it likes. */
  run(call: ModelCall, sink: Sink, signal: AbortSignal): Promise<void>;
  listAll(signal: AbortSignal): Promise<ModelInfo[]>;
}

/** The port, of an adapter that speaks with its endpoint: whatever fails comes out as a `ProviderError`. */
export function providerOf({ run, listAll }: Adapter): ModelProvider {
  return {
    stream: (call, signal) =>
      modelStream(signal, async (sink, inner) => {
        try {
          await run(call, sink, inner);
        } catch (error) {
          throw asProviderError(error);
        }
      }),

    async models(signal) {
      try {
        return await listAll(signal);
      } catch (error) {
        throw asProviderError(error);
      }
    },
  };
}
