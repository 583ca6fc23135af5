import { assertThat } from '@parley/contracts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import { pause } from './pause.ts';
import { conversationTopic, stopTopic } from './publish-hints.ts';

/** So long the others are asked on when nobody said that the turn ended: its node may be dead, and the next one is to hear of it. */
const askOnFor = 30_000;

/** The bus carries a word at most once, and a run may be a moment from listening: so the word is said again. */
const sayAgainEvery = 250;

const isWorkedOn = (turn: TurnRow): boolean => turn.status === 'running' || turn.status === 'waiting';

/**
 * Stops a turn on whichever node runs it and answers it when no further token can come; what arrived is kept. A turn that has
 * ended, or that is still queued, is answered as it is: removing it from the queue is another verb. When the end does not
 * come within `stopWithin` (the storage is away, or the turn's node is gone), the turn is answered as it stands; the stop still happens.
 */
export async function stopTurn(chat: ChatContext, scope: Scope, turnId: string): Promise<TurnRow> {
  const turn = await chat.storage.getTurn(scope, turnId);
  assertThat(turn, 'turn.not-found');
  if (!isWorkedOn(turn)) return turn;

  const run = chat.running.get(turnId);
  run?.abort('stop');
  const answered = new AbortController();
  const ended = run ? run.ended : askElsewhere(chat, turn);
  await Promise.race([ended, pause(chat.limits.stopWithin, answered.signal)]);
  answered.abort();
  return (await chat.storage.getTurn(scope, turnId)) ?? turn;
}

function askElsewhere(chat: ChatContext, turn: TurnRow): Promise<void> {
  const asking = chat.stopping.get(turn.id) ?? stopElsewhere(chat, turn).finally(() => chat.stopping.delete(turn.id));
  if (!chat.stopping.has(turn.id)) inBackground(chat, asking);
  chat.stopping.set(turn.id, asking);
  return asking;
}

/** Asks the other nodes until one of them says that the turn has ended, the time is over, or this process has to go. */
async function stopElsewhere(chat: ChatContext, turn: TurnRow): Promise<void> {
  const over = new AbortController();
  const enough = (): void => over.abort();
  const timer = setTimeout(enough, askOnFor);
  chat.draining.signal.addEventListener('abort', enough, { once: true });
  const unsubscribe = chat.bus.subscribe(conversationTopic(turn.conversationId), (message) => {
    if (message.kind !== 'hint' || message.hint.type !== 'turn' || message.hint.turn.id !== turn.id) return;
    if (message.hint.turn.endedAt !== null) enough();
  });
  while (!over.signal.aborted && !chat.draining.signal.aborted) {
    chat.bus.publish(stopTopic(turn.id), { kind: 'stop' });
    await pause(sayAgainEvery, over.signal);
  }
  clearTimeout(timer);
  chat.draining.signal.removeEventListener('abort', enough);
  unsubscribe();
}
