import { limits } from '@parley/contracts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';

const atATime = 500;
const purging = 'purge-bin';

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

/** Of the hour that a node has the right to purge, this much is left for clocks that differ. */
const slack = 0.1;

/**
 * Purges the bin unless another node has done so within the hour: who gets the lease keeps it, since its time is the schedule, and gives
 * it back only when the work failed.
 */
async function purgeOnce(chat: ChatContext): Promise<void> {
  const token = await chat.lease.acquire(purging, chat.node, chat.limits.purgeEvery * (1 - slack));
  if (token === null) return;
  try {
    await purgeBin(chat);
    // Files go with the last message that used them, and so behind it.
    await chat.files.sweep(chat.draining.signal);
  } catch (error) {
    await chat.lease.release(purging, chat.node, token);
    throw error;
  }
}

/** Purges now and once an hour, on one node of all, until the service drains. */
export function keepPurging(chat: ChatContext): void {
  const purge = (): void =>
    inBackground(
      chat,
      bestEffort(chat.logger, 'purge the bin', () => purgeOnce(chat)),
    );
  purge();
  const timer = setInterval(purge, chat.limits.purgeEvery).unref();
  chat.draining.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
