import type { ChatContext } from './chat-context.ts';
import { pause } from './pause.ts';
import type { Run } from './running-turns.ts';

/** How long aborted runs may take to store what arrived before the rest is left to recovery. */
const lastWords = 5_000;

/**
 * Stops accepting (`server.draining`), lets running turns finish for `ms`, then stores the rest as interrupted. Resolves when
 * nothing runs any more. A queued turn that would start meanwhile is stored as interrupted too.
 */
export async function drain(chat: ChatContext, ms: number): Promise<void> {
  chat.draining.abort();
  await quiet(chat, ms);
  for (const run of chat.running.all()) run.abort('drain');
  await quiet(chat, lastWords);
  chat.closed.abort();
  await quiet(chat, lastWords);
  await Promise.all(chat.background);
}

/** Resolves when no run is left, those that begin meanwhile included, or when the time is over. */
async function quiet(chat: ChatContext, ms: number): Promise<void> {
  const over = new AbortController();
  const ended = async (): Promise<void> => {
    for (let runs: Run[] = chat.running.all(); runs.length > 0 && !over.signal.aborted; runs = chat.running.all()) {
      await Promise.all(runs.map((run) => run.ended));
    }
  };
  await Promise.race([ended(), pause(ms, over.signal)]);
  over.abort();
}
