import { compileMessage } from '@lingui/message-utils/compileMessage';

/** A message as Lingui wants it. A build compiles all messages beforehand and puts a function that does nothing in this one's place. */
export const compile = (message: string): ReturnType<typeof compileMessage> => compileMessage(message);
