import { limits } from '@parley/contracts';
import { ProviderError, type ModelCall, type ModelEvent, type ModelProvider } from '../../providers/port.ts';
import { pause } from '../chat/pause.ts';
import { retryWait, type RetryRules } from '../chat/retry-wait.ts';

interface Attempts {
  readonly provider: Pick<ModelProvider, 'stream'>;
  readonly call: ModelCall;
  readonly retries: number;
  readonly rules: RetryRules;
  readonly signal: AbortSignal;
}

/** Whether an event is the answer's own: from then on the model is not asked again. */
const isAnswer = ({ type }: ModelEvent): boolean => type !== 'warning' && type !== 'usage';

const lengthOf = (event: ModelEvent): number => ('delta' in event ? event.delta.length : 0);

/**
 * One call of a model, asked again after a pause while that may help and nothing has arrived. Throws what the provider throws,
 * `provider.cut-off` when its stream ends without a finish, and `provider.answer-too-large` beyond what an answer may be. Ends
 * silently when the signal is aborted.
 */
export async function* streamCall({ provider, call, retries, rules, signal }: Attempts): AsyncGenerator<ModelEvent, void> {
  const startedAt = performance.now();
  for (let failed = 1; ; failed += 1) {
    let arrived = false;
    let finished = false;
    let characters = 0;
    // Said of an attempt that failed and is made again, a warning would come twice.
    const said: ModelEvent[] = [];
    try {
      for await (const event of provider.stream(call, signal)) {
        if (!arrived && !isAnswer(event)) {
          said.push(event);
          continue;
        }
        if (!arrived) {
          arrived = true;
          yield* said;
        }
        if (event.type === 'finish') finished = true;
        characters += lengthOf(event);
        if (characters > limits.answerBytes)
          throw new ProviderError('provider.answer-too-large', 'The answer is longer than this server takes.');
        yield event;
      }
      if (finished || signal.aborted) return;
      throw new ProviderError('provider.cut-off', 'The stream ended before the answer did.');
    } catch (error) {
      const elapsed = performance.now() - startedAt;
      const wait = arrived ? null : retryWait(error, { failed, retries, elapsed }, rules);
      if (wait === null) throw error;
      await pause(wait, signal);
      if (signal.aborted) return;
    }
  }
}
