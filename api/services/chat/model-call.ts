import type { ModelCall } from '../../providers/port.ts';
import type { TurnContext } from './build-context.ts';

/** What an adapter is asked for, from a context and its settings. */
export function modelCall(model: string, { messages, settings: chosen }: TurnContext): ModelCall {
  const { model: _, spec: __, ...settings } = chosen;
  return { ...settings, model, messages };
}
