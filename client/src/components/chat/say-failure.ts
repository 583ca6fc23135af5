import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';

/** Says a refusal in a toast and passes it on. */
export function say(error: unknown): never {
  showToast(sentenceOf(error), { tone: 'bad' });
  throw error;
}

/** Runs what a button asked for; a refusal is said in a toast. */
export function attempt(action: Promise<unknown>): void {
  action.catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' }));
}
