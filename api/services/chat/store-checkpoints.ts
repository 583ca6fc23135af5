import { bestEffort } from './best-effort.ts';
import type { ChatContext } from './chat-context.ts';

/**
 * While the log of running turns is not safe with the death of this process, stores how far each answer has come, every second, until the
 * service is closed.
 */
export function keepStoringCheckpoints(chat: ChatContext): void {
  let storing = false;
  const store = async (): Promise<void> => {
    if (storing || chat.turnLog.durable()) return;
    storing = true;
    for (const run of chat.running.all()) await bestEffort(chat.logger, 'store how far an answer has come', () => run.checkpoint());
    storing = false;
  };
  const timer = setInterval(() => void store(), chat.limits.checkpointEvery).unref();
  chat.closed.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
