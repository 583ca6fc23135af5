import type { ModelInfo, Parameter } from '@parley/contracts';
import type { LeftOut, ModelCall, ModelProvider } from '../port.ts';
import { asProviderError } from './as-provider-error.ts';
import { loadFiles, refusedFiles, type FormatTakes, type LoadedFiles } from './load-files.ts';
import { modelStream, type Sink } from './model-stream.ts';
import { sealedReasoning } from './sealed-reasoning.ts';
import { takeSettings } from './take-settings.ts';
import { toolsAsWords } from './tools-as-words.ts';

interface Adapter {
  /** What the format carries of files; absent: none, and each is said to be left out. */
  readonly takes?: FormatTakes;
  /** The settings that a model of this endpoint takes (`describeParameters`); `run` gets no others, and a warning goes out for those left out. */
  parametersOf(model: string): readonly Parameter[];
  /** Whether a signature of reasoning goes back to where it came from; absent: none does. */
  reads?(signature: string): boolean;
  /** One attempt, whose events go into the sink. Every file that is left in the call is among `files`. Throws what it likes. */
  run(call: ModelCall, sink: Sink, signal: AbortSignal, files: LoadedFiles): Promise<void>;
  listAll(signal: AbortSignal): Promise<ModelInfo[]>;
}

/** The port, of an adapter that speaks with its endpoint: whatever fails comes out as a `ProviderError`. */
export function providerOf({ takes = {}, parametersOf, reads = () => false, run, listAll }: Adapter): ModelProvider {
  /** The call with what the model takes, and what it does not get but for files. */
  function fit(asked: ModelCall): { readonly call: ModelCall; readonly leftOut: readonly LeftOut[] } {
    const leftOut: LeftOut[] = [];
    const taken = takeSettings(asked, parametersOf(asked.model), leftOut);
    const { call, leftOut: tools } = toolsAsWords(taken);
    return { call, leftOut: [...leftOut, ...tools, ...sealedReasoning(call, reads)] };
  }

  return {
    leavesOut(asked) {
      const { call, leftOut } = fit(asked);
      return [...leftOut, ...refusedFiles(call, takes).map((message) => ({ code: 'file.left-out', message }))];
    },

    stream: (call, signal) =>
      modelStream(signal, async (sink, inner) => {
        try {
          const fitted = fit(call);
          for (const warning of fitted.leftOut) sink({ type: 'warning', ...warning });
          const loaded = await loadFiles(fitted.call, takes, inner);
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
