import type { ModelCall } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { ChatFiles } from './chat-files.ts';
import type { TurnContext } from './turn-context.ts';

/** What an adapter is asked for, from a context and its settings. */
export function modelCall(model: string, { messages, settings: chosen }: Pick<TurnContext, 'messages' | 'settings'>): ModelCall {
  const { model: _, spec: __, compaction: ___, ...settings } = chosen;
  return { ...settings, model, messages };
}

/** What a model is known to take, as an adapter reads it. */
export function acceptsOf({ capabilities: { images, documents, audio, tools } }: ModelFacts): NonNullable<ModelCall['accepts']> {
  return {
    ...(images === undefined ? {} : { images }),
    ...(documents === undefined ? {} : { documents }),
    ...(audio === undefined ? {} : { audio }),
    ...(tools === undefined ? {} : { tools }),
  };
}

/** The same with a way to the files of the turn's owner, and what the model is known to take of them. */
export const withFiles = (call: ModelCall, facts: ModelFacts, files: ChatFiles, scope: Scope): ModelCall => ({
  ...call,
  accepts: acceptsOf(facts),
  loadFile: (fileId, signal) => files.load(scope, fileId, signal),
});
