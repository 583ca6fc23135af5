import type { ModelCall } from '../../providers/port.ts';
import type { TurnContext } from './build-context.ts';

/** What an adapter is asked for, from a context and its settings. */
export function modelCall(model: string, { messages, settings }: TurnContext): ModelCall {
  return { ...settings, model, messages };
}
