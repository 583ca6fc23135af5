import { sentenceOf } from './explain-error.ts';
import { showToast } from './toasts.ts';

/** Runs what a button asked for; a refusal is said in a toast. */
export function attempt(action: Promise<unknown>): void {
  action.catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' }));
}
