import type { Message } from '@parley/contracts';
import { isSettled } from '../../lib/is-settled.ts';

/** Whether an answer can go on: some of it is there, and it broke off or stopped at its greatest length. */
export const mayContinue = (answer: Message): boolean =>
  answer.role === 'assistant' &&
  answer.parentId !== null &&
  hasWords(answer) &&
  (['stopped', 'failed', 'interrupted'].includes(answer.status) || (answer.status === 'done' && answer.stopReason === 'length'));

export const mayRegenerate = (answer: Message): boolean => answer.role === 'assistant' && answer.parentId !== null && isSettled(answer);

/** Whether anything of the answer can be read. */
export const hasWords = (message: Pick<Message, 'parts'>): boolean =>
  message.parts.some((part) => part.type === 'text' && 'text' in part && part['text'] !== '');

/** Whether a model has begun to say something; a note about who was asked is nothing a model says. */
export const hasBegun = ({ parts }: Pick<Message, 'parts'>): boolean => parts.some(({ type }) => type !== 'fallback' && type !== 'warning');
