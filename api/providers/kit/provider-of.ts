import type { ModelInfo, Parameter } from '@parley/contracts';
import type { ModelCall, ModelProvider } from '../port.ts';
import { asProviderError } from './as-provider-error.ts';
import { loadFiles, type FormatTakes, type LoadedFiles } from './load-files.ts';
import { modelStream, type Sink } from './model-stream.ts';
import { takeSettings } from './take-settings.ts';

interface Adapter {
  /** What the format carries of files; absent: none, and each is said to be left out. */
  readonly takes?: FormatTakes;
  /** The settings that a model of this endpoint takes (`describeParameters`); `run` gets no others, and a warning goes out for those left out. */
  parametersOf(model: string): readonly Parameter[];
  /** One attempt, whose events go into the sink. Every file that is left in the call is among `files`. Throws what it likes. */
  run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void>;
  listAll(signal: AbortSignal): Promise<ModelInfo[]>;
}

/** The port, of an adapter that speaks with its endpoint: whatever fails comes out as a `ProviderError`. */
export function providerOf({ takes = {}, parametersOf, run, listAll }: Adapter): ModelProvider {
  return {
    stream: (call, signal) =>
      modelStream(signal, async (sink, inner) => {
        try {
          const loaded = await loadFiles(takeSettings(call, parametersOf(call.model), sink), takes, inner);
          for (const message of loaded.warnings) sink({ type: 'warning', code: 'file.left-out', message });
          await run(loaded.call, sink, inner, loaded.files);
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
