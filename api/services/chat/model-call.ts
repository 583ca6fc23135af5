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

/** The same with a way to the files of the turn's owner, and what the model is known to take of them. */
export function withFiles(call: ModelCall, { capabilities }: ModelFacts, files: ChatFiles, scope: Scope): ModelCall {
  const { images, documents, audio } = capabilities;
  const accepts = {
    ...(images === undefined ? {} : { images }),
    ...(documents === undefined ? {} : { documents }),
    ...(audio === undefined ? {} : { audio }),
  };
  return { ...call, accepts, loadFile: (fileId, signal) => files.load(scope, fileId, signal) };
}
