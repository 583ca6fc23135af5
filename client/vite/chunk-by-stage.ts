import type { Rolldown } from 'vite';

/**
 * Names the chunk of a module after the first stage that needs it, where a stage is a file with all it imports; null for what no
 * stage needs. Stages are fetched in their order, so none repeats what an earlier one brought.
 */
export function chunkByStage(stages: Readonly<Record<string, string>>): Rolldown.CodeSplittingNameFunction {
  let stageOf: Map<string, string> | undefined;
  return (id, graph) => {
    if (!stageOf) {
      stageOf = new Map();
      for (const [stage, entry] of Object.entries(stages)) {
        // A set that grows while it is walked: each module adds what it imports.
        const reached = new Set([entry]);
        for (const module of reached) {
          if (!stageOf.has(module)) stageOf.set(module, stage);
          for (const imported of graph.getModuleInfo(module)?.importedIds ?? []) reached.add(imported);
        }
      }
    }
    return stageOf.get(id) ?? null;
  };
}
