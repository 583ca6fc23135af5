import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';

/** Says a refusal in a toast and passes it on. */
export function say(error: unknown): never {
  showToast(sentenceOf(error), { tone: 'bad' });
  throw error;
}

export { attempt } from '../../lib/attempt.ts';
