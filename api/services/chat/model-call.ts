import type { ModelCall } from '../../providers/port.ts';
import type { TurnContext } from './turn-context.ts';

/** What an adapter is asked for, from a context and its settings. */
export function modelCall(model: string, { messages, settings: chosen }: Pick<TurnContext, 'messages' | 'settings'>): ModelCall {
  const { model: _, spec: __, compaction: ___, ...settings } = chosen;
  return { ...settings, model, messages };
}
