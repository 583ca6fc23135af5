import { applyChatEvent, emptyAnswer, type Answer } from '@parley/chat-core';
import { type Cost, isKnownPart, RequestError, type Part, type PartOf, type TurnEvent } from '@parley/contracts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { TakenLog } from '../../realtime/ports.ts';
import type { SettleTurn, TakenTurn, TurnRow } from '../../storage/ports/turns.ts';
import { addCosts } from '../usage/price-call.ts';
import { announceEnd, endLog } from './announce-end.ts';
import { bestEffort } from './best-effort.ts';
import { callsBefore } from './calls-before.ts';
import type { ChatContext } from './chat-context.ts';
import { runTurn } from './run-turn.ts';
import { storeEnding } from './settle-turn.ts';
import { interrupted, type Ending } from './turn-failure.ts';

/** Logs are read this many at a time, so that thousands of turns need the memory of a few. */
const together = 4;

/** A turn whose nodes died so often is ended: perhaps it is what they die of. */
const mostDeaths = 2;

/**
 * What became of the turns of processes that are gone. `damaged`: ended with what could be read; their logs are kept. `continued`: they
 * run again, here. `failed`: left for the next time.
 */
export interface TakeOver {
  readonly interrupted: number;
  readonly continued: number;
  readonly damaged: number;
  readonly failed: number;
}

type Outcome = keyof TakeOver | 'elsewhere';

/**
 * Takes over every turn that is not of one of the living nodes: its log is folded into the answer, and the answer stored as
 * interrupted, or gone on with here where the operator wants that. Dying in between and doing it again, here or elsewhere, changes
 * nothing. One turn that cannot be taken over does not stop the others.
 */
export async function takeOverTurns(chat: ChatContext, living: readonly string[]): Promise<TakeOver> {
  const count = { interrupted: 0, continued: 0, damaged: 0, failed: 0, elsewhere: 0 };
  const orphans = await chat.storage.listOrphanedTurns(living);
  // What an earlier attempt took and could not end is this node's already.
  const work = [...chat.taken.values(), ...orphans.filter((turn) => !chat.taken.has(turn.id) && !chat.running.get(turn.id))];
  const waiting = work[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const each of waiting) count[await takeOver(chat, each)] += 1;
  };
  await Promise.all(Array.from({ length: together }, worker));
  const { elsewhere: _, ...done } = count;
  if (work.length > 0) chat.logger.info({ ...done }, 'Turns of other processes were taken over.');
  return done;
}

async function takeOver(chat: ChatContext, found: TurnRow | TakenTurn): Promise<Outcome> {
  const id = 'turn' in found ? found.turn.id : found.id;
  try {
    const taken = 'turn' in found ? found : await takeTurn(chat, found);
    if (taken === null) return 'elsewhere';
    chat.taken.set(id, taken);
    const outcome = await finish(chat, taken);
    chat.taken.delete(id);
    return outcome;
  } catch (error) {
    if (error instanceof RequestError && (error.code === 'turn.stale-epoch' || error.code === 'turn.not-found')) {
      chat.taken.delete(id);
      return 'elsewhere';
    }
    chat.logger.error({ turnId: id, reason: String(error) }, 'A turn of another process could not be taken over yet.');
    return 'failed';
  }
}

const takeTurn = (chat: ChatContext, { id, epoch, ...turn }: TurnRow): Promise<TakenTurn | null> =>
  chat.storage.takeOverTurn(scopeOfTurn(turn), id, { epoch, node: chat.node });

async function finish(chat: ChatContext, { turn, checkpoint }: TakenTurn): Promise<Outcome> {
  const log = await takeLog(chat, turn);
  const events = log?.events ?? [];
  // Each event was numbered 1, 2, 3 …; a checkpoint that is further knows what the log lost.
  const fromCheckpoint = checkpoint !== null && checkpoint.seq > events.length;
  const answer = fromCheckpoint ? { ...emptyAnswer(checkpoint.parts), usage: checkpoint.usage } : await storedAnswer(chat, turn);
  if (!fromCheckpoint) for (const event of events) applyChatEvent(answer, event);
  // A checkpoint says who answered by its parts; those of a continued answer may be older than its turn.
  else if (turn.kind !== 'continue') answer.model = answer.parts.findLast(isFallback)?.to ?? null;

  const before = await costBefore(chat, turn);
  const calls = await callsBefore(chat, turn, fromCheckpoint ? null : events, answer);
  const ending = endingOf(events);
  const readable = log !== null && log.whole && !fromCheckpoint;
  if (ending === interrupted && readable && mayContinue(chat, turn, events)) {
    runTurn(chat, turn, { answer: { ...answer, ...(before === undefined ? {} : { cost: before }) }, log: log.writer, calls });
    return 'continued';
  }
  await settle(chat, turn, answer, ending, {
    ledger: calls.filter((call) => chat.ledger.keeps(call)),
    cost: addCosts([...(before ? [before] : []), ...calls.map(({ cost }) => cost)]),
  });
  if (log === null) return 'damaged';
  if (readable) await endReaders(chat, log, ending);
  else await chat.turnLog.delete(turn.id);
  return 'interrupted';
}

const isFallback = (part: Part): part is PartOf<'fallback'> => isKnownPart(part) && part.type === 'fallback';

/** Null when it is damaged: it is then kept, for somebody to look at. */
async function takeLog(chat: ChatContext, turn: TurnRow): Promise<TakenLog | null> {
  try {
    return await chat.turnLog.takeOver(turn.id, turn.epoch);
  } catch (error) {
    if (error instanceof RequestError) throw error;
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

/** What a continued answer had cost before this turn. */
async function costBefore(chat: ChatContext, { kind, ...turn }: TurnRow): Promise<Cost | undefined> {
  if (kind !== 'continue') return undefined;
  const message = await chat.storage.getMessage(scopeOfTurn(turn), turn.conversationId, turn.answerId);
  return message === null || message === 'no-message' ? undefined : message.cost;
}

function endingOf(events: readonly TurnEvent[]): Ending {
  const last = events.at(-1);
  if (last?.type !== 'turn-end') return interrupted;
  return { status: last.status, stopReason: last.stopReason, error: last.error ?? null };
}

/** Epochs count from 1, each but the first after a death or after a node handed over what it had. */
function mayContinue(chat: ChatContext, { epoch }: TurnRow, events: readonly TurnEvent[]): boolean {
  const handedOver = events.filter(({ type }) => type === 'hand-over').length;
  return chat.autoContinue && epoch - 1 - handedOver <= mostDeaths && !chat.draining.signal.aborted;
}

async function settle(
  chat: ChatContext,
  turn: TurnRow,
  answer: Answer,
  ending: Ending,
  spent: Pick<SettleTurn, 'ledger' | 'cost'>,
): Promise<void> {
  const settled = await storeEnding(chat, scopeOfTurn(turn), turn, answer, ending, spent);
  if (settled.next) runTurn(chat, settled.next, { queued: true });
  if (settled.fresh) announceEnd(chat, settled);
}

/** A log whose end was written already is only let go. */
async function endReaders(chat: ChatContext, { writer, events }: TakenLog, ending: Ending): Promise<void> {
  if (events.at(-1)?.type !== 'turn-end') return endLog(chat, writer, ending);
  await bestEffort(chat.logger, 'delete the log of a turn that had ended', () => chat.turnLog.delete(writer.turnId));
}
