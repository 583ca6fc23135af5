import { assertThat } from '@parley/contracts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { ChatContext } from './chat-context.ts';
import { pause } from './pause.ts';
import { conversationTopic, stopTopic } from './publish-hints.ts';

/** The bus carries a word at most once, and a run may be a moment from listening: so the word is said again. */
const sayAgainEvery = 250;

const isWorkedOn = (turn: TurnRow): boolean => turn.status === 'running' || turn.status === 'waiting';

/**
 * Stops a turn on whichever node runs it and answers it when no further token can come; what arrived is kept. A turn that has
 * ended, or that is still queued, is answered as it is: removing it from the queue is another verb. When the end does not
 * come within `stopWithin` (the storage is away), the turn is answered as it stands; the stop still happens.
 */
export async function stopTurn(chat: ChatContext, scope: Scope, turnId: string): Promise<TurnRow> {
  const turn = await chat.storage.getTurn(scope, turnId);
  assertThat(turn, 'turn.not-found');
  if (!isWorkedOn(turn)) return turn;

  const run = chat.running.get(turnId);
  run?.abort('stop');
  const enough = new AbortController();
  const ended = run ? run.ended : stopElsewhere(chat, turn, enough.signal);
  await Promise.race([ended, pause(chat.limits.stopWithin, enough.signal)]);
  enough.abort();
  return (await chat.storage.getTurn(scope, turnId)) ?? turn;
}

/** Asks the other nodes until one of them says that the turn has ended, or the signal is aborted. */
async function stopElsewhere(chat: ChatContext, turn: TurnRow, enough: AbortSignal): Promise<void> {
  const over = new AbortController();
  enough.addEventListener('abort', () => over.abort(), { once: true });
  const unsubscribe = chat.bus.subscribe(conversationTopic(turn.conversationId), (message) => {
    if (message.kind !== 'hint' || message.hint.type !== 'turn' || message.hint.turn.id !== turn.id) return;
    if (message.hint.turn.endedAt !== null) over.abort();
  });
  while (!over.signal.aborted) {
    chat.bus.publish(stopTopic(turn.id), { kind: 'stop' });
    await pause(sayAgainEvery, over.signal);
  }
  unsubscribe();
}
