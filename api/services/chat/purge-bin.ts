import { limits } from '@parley/contracts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';

const atATime = 500;

/** Removes for good what has rested in the bin for 30 days, some at a time, and tells the owners. */
export async function purgeBin(chat: ChatContext): Promise<number> {
  const before = chat.now() - limits.binRetention;
  let purged = 0;
  for (let more = true; more && !chat.draining.signal.aborted;) {
    const gone = await chat.storage.purge(before, atATime);
    for (const each of gone) chat.hints.conversationGone(each);
    purged += gone.length;
    more = gone.length === atATime;
  }
  return purged;
}

/** Purges now and once an hour, until the service drains. */
export function keepPurging(chat: ChatContext): void {
  const purge = (): void =>
    inBackground(
      chat,
      bestEffort(chat.logger, 'purge the bin', () => purgeBin(chat)),
    );
  purge();
  const timer = setInterval(purge, chat.limits.purgeEvery).unref();
  chat.draining.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
