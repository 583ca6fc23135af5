import type { StopReason } from '@parley/contracts';

/** `load` and `unload` answer a request without messages, which is never sent. */
export function mapOllamaStopReason(reason: string | undefined): StopReason {
  switch (reason) {
    // Servers before 0.1.38 do not say why.
    case undefined:
    case 'stop':
      return 'end';
    case 'length':
      return 'length';
    case 'tool_calls':
      return 'tool-calls';
    default:
      return 'other';
  }
}
