import { bestEffort } from './best-effort.ts';
import type { ChatContext } from './chat-context.ts';
import { pause } from './pause.ts';

/** How long aborted runs may take to store what arrived before the rest is left to recovery. */
const lastWords = 5_000;

/**
 * Stops accepting (`server.draining`), lets running turns finish for `ms`, then stores the rest as interrupted, or leaves them to another
 * node that continues them. Resolves when nothing runs here any more and this node has left. A queued turn that would start meanwhile
 * is stored as interrupted too, where no other node continues it; one that was being asked for when this began has its time.
 */
export async function drain(chat: ChatContext, ms: number): Promise<void> {
  chat.draining.abort();
  await quiet(chat, ms);
  const reason = chat.running.size > 0 && (await othersContinue(chat)) ? 'hand-over' : 'drain';
  chat.overtime.abort(reason);
  for (const run of chat.running.all()) run.abort(reason);
  await quiet(chat, lastWords);
  chat.closed.abort();
  await quiet(chat, lastWords);
  await Promise.all(chat.background);
  await bestEffort(chat.logger, 'tell the other nodes that this one leaves', () => chat.membership.leave());
}

/** Whether somebody else is there to go on with what runs here, and can read how far it has come. */
async function othersContinue(chat: ChatContext): Promise<boolean> {
  if (!chat.autoContinue || !chat.turnLog.durable()) return false;
  const living = await bestEffort(chat.logger, 'ask which other nodes live', () => chat.membership.living());
  return living !== undefined && living.length > 1;
}

/** Resolves when no run is left, those that begin meanwhile included, or when the time is over. */
async function quiet(chat: ChatContext, ms: number): Promise<void> {
  const over = new AbortController();
  const ended = async (): Promise<void> => {
    const left = (): Promise<unknown>[] => [...chat.starting, ...chat.running.all().map((run) => run.ended)];
    for (let waits = left(); waits.length > 0 && !over.signal.aborted; waits = left()) await Promise.allSettled(waits);
  };
  await Promise.race([ended(), pause(ms, over.signal)]);
  over.abort();
}
