import { emptyAnswer, type Answer } from '@parley/chat-core';
import type { ModelRef } from '@parley/contracts';
import type { LogWriter } from '../../realtime/ports.ts';
import type { MessageRow } from '../../storage/ports/messages.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { LedgerEntry } from '../../storage/ports/usage.ts';
import type { TurnWatch } from '../../telemetry/port.ts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import { createTurnBooks } from '../usage/turn-books.ts';
import { answerByAttempts, type Candidate } from './answer-by-attempts.ts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import { keepSentContext, learnFromUsage } from './keep-sent-context.ts';
import { suggestTitle, suggestTitleEarly } from './make-title.ts';
import { stopTopic } from './publish-hints.ts';
import { announceEnd, endLog } from './announce-end.ts';
import { createProgress, handOver, type Progress } from './store-progress.ts';
import type { Run } from './running-turns.ts';
import { settleTurn } from './settle-turn.ts';
import { interrupted, isExpected, turnError, type AbortReason, type Ending } from './turn-failure.ts';
import { prepareContext, shortenContext } from './turn-context.ts';
import { createAnswerWriter } from './write-answer.ts';

/** What is known already when a turn begins by a request; a queued turn that starts later finds it out for itself. */
interface Prepared {
  readonly model?: ResolvedModel;
  /** The answer so far; needed to continue one, empty for all others. */
  readonly answer?: Pick<MessageRow, 'parts' | 'usage' | 'cost'>;
  /** The log of a turn that was taken over. */
  readonly log?: LogWriter;
  /** What it had called before it was taken over. */
  readonly calls?: readonly LedgerEntry[];
  /** It waited until the turn before it was done. */
  readonly queued?: true;
}

/**
 * Starts working on a turn that is `running`, free of every connection. Whatever happens, its answer is stored exactly once
 * with what arrived, then `turn-end` is sent, then the next queued turn starts.
 */
export function runTurn(chat: ChatContext, turn: TurnRow, prepared: Prepared = {}): Run {
  const controller = new AbortController();
  const opened = Promise.withResolvers<void>();
  const abort = (reason: AbortReason): void => controller.abort(reason);
  const unsubscribe = chat.bus.subscribe(stopTopic(turn.id), (message) => {
    if (message.kind === 'stop') abort('stop');
  });
  const { draining, overtime } = chat;
  if (overtime.signal.aborted) abort(overtime.signal.reason as AbortReason);
  else if (draining.signal.aborted && prepared.queued && !chat.autoContinue) abort('drain');

  const progress = createProgress(chat, turn, abort);
  const work = async (): Promise<void> => {
    try {
      await chat.telemetry.turn(turn.id, (watch) =>
        answerAndSettle(chat, turn, prepared, progress, controller.signal, opened.resolve, watch),
      );
    } catch (error) {
      chat.logger.error({ turnId: turn.id, reason: String(error) }, 'A turn ended by a defect.');
    } finally {
      unsubscribe();
      chat.running.remove(turn.id);
      opened.resolve();
    }
  };
  const run: Run = {
    turnId: turn.id,
    opened: opened.promise,
    ended: work(),
    abort,
    checkpoint: progress.store,
  };
  chat.running.add(run);
  return run;
}

async function answerAndSettle(
  chat: ChatContext,
  turn: TurnRow,
  prepared: Prepared,
  progress: Progress,
  signal: AbortSignal,
  opened: () => void,
  watch: TurnWatch,
): Promise<void> {
  const scope = scopeOfTurn(turn);
  const answer: Answer = { ...emptyAnswer(prepared.answer?.parts), usage: prepared.answer?.usage ?? null };
  const books = createTurnBooks(chat.ledger, scope, turn, chat.now, prepared.calls);
  let log: LogWriter | undefined;
  let used: Candidate | undefined;
  let titled: Promise<boolean> | undefined;
  let ending: Ending;
  try {
    const opening = prepared.log ?? chat.turnLog.acquire(turn.id, turn.epoch);
    const reading = readCandidate({ chat, scope, turn, ref: turn.model, signal }, prepared);
    // Both are awaited below; a failure of the second must not count as unhandled while the first is awaited.
    reading.catch(() => undefined);
    log = await opening;
    opened();
    const writer = createAnswerWriter(log, answer, chat.limits.answerBytes);
    progress.follow(writer);
    writer.write({ type: 'turn-start', answerId: turn.answerId, model: turn.model });
    used = await reading;
    watch.resolved(turn.model.endpoint);
    titled = suggestTitleEarly(chat, scope, turn, used);
    const prepare = (ref: ModelRef): Promise<Candidate> => readCandidate({ chat, scope, turn, ref, signal }, { answer: prepared.answer });
    const shorten = async (candidate: Candidate): Promise<Candidate | null> => {
      const context = await shortenContext({ chat, scope, turn, signal, ...candidate }, candidate.context);
      return context && { ...candidate, context };
    };
    const asking = (candidate: Candidate): void => keepSentContext(chat, scope, turn, candidate);
    ({ ending, used } = await answerByAttempts({ chat, turn, writer, books, first: used, prepare, shorten, asking, signal, watch }));
  } catch (error) {
    opened();
    if (!isExpected(error)) chat.logger.error({ turnId: turn.id, reason: String(error) }, 'A turn failed by a defect.');
    ending = { status: 'failed', stopReason: 'error', error: turnError(error) };
  }

  if (ending === interrupted && signal.reason === 'hand-over' && log && (await handOver(chat, log))) return;
  const spent = books.settled(ending.status, prepared.answer?.cost, chat.now());
  const settled = await watch.settle(() => settleTurn(chat, scope, turn, answer, ending, spent));
  if (settled === 'left') return;
  watch.ended(ending.status);
  if (settled === 'gone') {
    await bestEffort(chat.logger, 'delete the log of a purged turn', () => chat.turnLog.delete(turn.id));
    return;
  }
  // Readers see the end at once; that it is durable too is nobody's wait.
  if (log) inBackground(chat, endLog(chat, log, ending));
  const next = settled.next && runTurn(chat, settled.next, { queued: true });
  await next?.opened;
  announceEnd(chat, settled);
  if (ending.status === 'done' && used) learnFromUsage(chat, turn, used, answer.usage);
  if (ending.status === 'done' && used) suggestTitle(chat, scope, settled, used, answer, titled);
}

/** What a run needs to call a model; one storage read and no network, but where older messages have to be summarised first. */
async function readCandidate(
  { chat, scope, turn, ref, signal }: Omit<Parameters<typeof prepareContext>[0], 'model'>,
  { model: known, answer }: Pick<Prepared, 'model' | 'answer'>,
): Promise<Candidate> {
  const model = known ?? (await chat.resolveModel(scope, ref));
  return { ref, model, context: await prepareContext({ chat, scope, turn, ref, model, signal }, answer?.parts) };
}
