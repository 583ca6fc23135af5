import { applyChatEvent, emptyAnswer, type Answer } from '@parley/chat-core';
import { RequestError, type TurnEvent } from '@parley/contracts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { ChatContext } from './chat-context.ts';
import { runTurn } from './run-turn.ts';
import { interrupted, type Ending } from './turn-failure.ts';

/** Logs are read this many at a time, so that thousands of turns need the memory of a few. */
const together = 4;

/** What recovery did: `damaged` turns were ended with what could be read and keep their log; `failed` ones are left for the next start. */
export interface Recovery {
  readonly interrupted: number;
  readonly damaged: number;
  readonly failed: number;
}

/**
 * Ends every turn that an earlier process left running: its log is folded into the answer, the answer stored as
 * interrupted, then the log dropped, in that order, so that dying in between and doing it again changes nothing. One turn
 * that cannot be recovered does not stop the others. Call before anything new is accepted.
 */
export async function recoverTurns(chat: ChatContext): Promise<Recovery> {
  const turns = await chat.storage.listUnfinishedTurns();
  const count = { interrupted: 0, damaged: 0, failed: 0 };
  const waiting = turns[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const turn of waiting) {
      if (chat.running.get(turn.id)) continue;
      count[await recoverTurn(chat, turn)] += 1;
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  if (turns.length > 0) chat.logger.info({ ...count }, 'Turns of an earlier process were ended.');
  return count;
}

async function recoverTurn(chat: ChatContext, turn: TurnRow): Promise<keyof Recovery> {
  try {
    const events = await readLog(chat, turn);
    const { answer, ending } = fold(await storedAnswer(chat, turn), events ?? []);
    const settled = await chat.storage.settleTurn(scopeOfTurn(turn), {
      turnId: turn.id,
      epoch: turn.epoch,
      ...ending,
      parts: answer.parts,
      usage: answer.usage,
      now: chat.now(),
      node: chat.node,
    });
    if (settled.fresh) {
      chat.hints.conversationChanged(settled.conversation);
      chat.hints.turnChanged(settled.turn);
      chat.hints.messagesChanged(turn.conversationId, [turn.answerId]);
    }
    if (settled.next) runTurn(chat, settled.next);
    if (events === null) return 'damaged';
    await chat.turnLog.delete(turn.id);
    return 'interrupted';
  } catch (error) {
    chat.logger.error({ turnId: turn.id, reason: String(error) }, 'A turn of an earlier process could not be ended.');
    return 'failed';
  }
}

/** Null when the log cannot be read: it is then kept, for somebody to look at. */
async function readLog(chat: ChatContext, turn: TurnRow): Promise<TurnEvent[] | null> {
  try {
    return await chat.turnLog.recover(turn.id);
  } catch (error) {
    chat.logger.error({ turnId: turn.id, reason: String(error) }, 'The log of a turn could not be read.');
    return null;
  }
}

/** A continued answer has parts from before its turn; the log's events come on top of them. */
async function storedAnswer(chat: ChatContext, turn: TurnRow): Promise<Answer> {
  const message = await chat.storage.getMessage(scopeOfTurn(turn), turn.conversationId, turn.answerId);
  if (message === null || message === 'no-message') throw new RequestError('message.not-found');
  return { ...emptyAnswer(message.parts), usage: message.usage };
}

function fold(answer: Answer, events: readonly TurnEvent[]): { answer: Answer; ending: Ending } {
  for (const event of events) applyChatEvent(answer, event);
  const last = events.at(-1);
  if (last?.type !== 'turn-end') return { answer, ending: interrupted };
  return { answer, ending: { status: last.status, stopReason: last.stopReason, error: last.error ?? null } };
}
