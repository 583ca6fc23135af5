import type { Message } from '@parley/contracts';

/** Whether no turn works on a message, or will: it may be edited, deleted or asked for again. */
export const isSettled = ({ status }: Pick<Message, 'status'>): boolean => !['queued', 'running', 'waiting'].includes(status);
