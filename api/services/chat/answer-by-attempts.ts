import type { ModelRef, TurnEvent } from '@parley/contracts';
import { ProviderError, type ModelCall, type ModelEvent } from '../../providers/port.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { TurnWatch } from '../../telemetry/port.ts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import type { TurnBooks } from '../usage/turn-books.ts';
import type { ChatContext } from './chat-context.ts';
import { gatherWords } from './gather-words.ts';
import { createModelEventMapper, type ModelEventMapper } from './map-model-events.ts';
import { createKeepMade } from './keep-made.ts';
import { modelCall, withFiles } from './model-call.ts';
import { pause } from './pause.ts';
import { defaultRetries, mayFallBack, retryWait } from './retry-wait.ts';
import { streamAttempt } from './stream-attempt.ts';
import type { TurnContext } from './turn-context.ts';
import { abortedEnding, turnError, type Ending } from './turn-failure.ts';
import type { AnswerWriter } from './write-answer.ts';

/** A model with what is sent to it. */
export interface Candidate {
  readonly ref: ModelRef;
  readonly model: ResolvedModel;
  readonly context: TurnContext;
}

interface Attempts {
  readonly chat: ChatContext;
  readonly turn: TurnRow;
  readonly writer: AnswerWriter;
  readonly first: Candidate;
  /** Where each call is reserved and counted. */
  readonly books: TurnBooks;
  /** Makes a candidate of a model that the operator named as a fallback. Rejects when it cannot be used. */
  readonly prepare: (ref: ModelRef) => Promise<Candidate>;
  /** The same candidate with its older part folded, because its provider found it too long; null when nothing can be folded. */
  readonly shorten: (candidate: Candidate) => Promise<Candidate | null>;
  /** Told of each candidate that is asked, before it is. */
  readonly asking: (candidate: Candidate) => void;
  readonly signal: AbortSignal;
  readonly watch: TurnWatch;
}

type Fallback = Extract<TurnEvent, { type: 'attempt-start' }>['fallback'];

/**
 * Asks the turn's model, again after a pause while that may help, then the operator's fallbacks in their order, until one begins to answer.
 * From its first word on there is no other attempt, so that no token comes twice. Answers how it ended and who answered; throws
 * the last failure.
 */
export async function answerByAttempts(attempts: Attempts): Promise<{ readonly ending: Ending; readonly used: Candidate }> {
  const { chat, turn, writer, first } = attempts;
  const write = (event: TurnEvent): void => {
    writer.write(event);
    if (isPiece(event) && (attempts.watch.pieces += 1) === 1) attempts.watch.firstPiece();
  };
  const gathered = gatherWords(write, first.model.streamRateMs ?? 0);
  const paced = first.model.streamRateMs === undefined ? write : gathered.write;
  const mapper = createModelEventMapper(writer.answer.parts, chat.now, paced);
  const left = [...(first.model.fallbacks ?? [])];
  let used = first;
  let fallback: Fallback;
  let attempt = 0;
  let shortened = false;
  try {
    for (;;) {
      try {
        for (const { code, message } of used.context.warnings) writer.write({ type: 'warning', code, message });
        attempts.asking(used);
        const ending = await askModel(attempts, used, mapper, (inputTokens) => {
          attempt += 1;
          writer.write({ type: 'attempt-start', attempt, model: used.ref, inputTokens, ...(fallback ? { fallback } : {}) });
          fallback = undefined;
          return attempt;
        });
        return { ending, used };
      } catch (error) {
        if (!shortened && !writer.arrived && isTooLong(error)) {
          shortened = true;
          const shorter = await attempts.shorten(used);
          if (attempts.signal.aborted) return { ending: abortedEnding(attempts.signal.reason), used };
          if (shorter === null) throw error;
          used = shorter;
          continue;
        }
        if (writer.arrived || attempts.signal.aborted || !mayFallBack(error)) throw error;
        const next = await nextCandidate(attempts, left);
        if (next === null) throw error;
        chat.logger.warn({ turnId: turn.id, from: used.ref, to: next.ref, code: error.code }, 'A fallback is asked in place of a model.');
        fallback = { part: `fallback-${turn.id.slice(-12)}-${attempt}`, from: used.ref, error: turnError(error) };
        used = next;
      }
    }
  } finally {
    mapper.closeParts();
    gathered.end();
  }
}

/** The chat, the question and the answer that a call is made for. */
function originOf({ conversationId, userMessageId, answerId }: TurnRow, { plan }: TurnContext): NonNullable<ModelCall['origin']> {
  const questionId = userMessageId ?? plan.kept.findLast(({ message }) => message.role === 'user')?.message.id;
  return { conversationId, answerId, ...(questionId === undefined ? {} : { questionId }) };
}

/** One model, as often as it may be asked. Throws its last failure. */
async function askModel(
  { chat, turn, writer, books, signal, watch }: Attempts,
  { ref, model, context }: Candidate,
  mapper: ModelEventMapper,
  begin: (inputTokens: number) => number,
): Promise<Ending> {
  const { provider, retries = defaultRetries } = model;
  const call = {
    ...withFiles(modelCall(model.model, context), model.facts, chat.files, scopeOfTurn(turn)),
    origin: originOf(turn, context),
  };
  const keep = createKeepMade(chat, turn, writer.answer.parts);
  const startedAt = performance.now();
  for (let failed = 1; ; failed += 1) {
    if (signal.aborted) return abortedEnding(signal.reason);
    const exhausted = new AbortController();
    const { note } = await books.begin(ref, model, call, (refusal) => exhausted.abort(refusal));
    const attempt = begin(note.inputTokens);
    try {
      const { abortGrace } = chat.limits;
      const either = AbortSignal.any([signal, exhausted.signal]);
      const observe = (event: ModelEvent): void => books.observe(event);
      const stopReason = await watch.attempt(attempt, () =>
        streamAttempt({ provider, call, mapper, signal: either, abortGrace, observe, keep }),
      );
      if (stopReason !== null) return { status: 'done', stopReason, error: null };
      if (!signal.aborted) throw exhausted.signal.reason;
      return abortedEnding(signal.reason);
    } catch (error) {
      const elapsed = performance.now() - startedAt;
      const wait = writer.arrived ? null : retryWait(error, { failed, retries, elapsed }, chat.limits);
      if (wait === null) throw error;
      await pause(wait, signal);
      if (signal.aborted) return abortedEnding(signal.reason);
    }
  }
}

/** The next fallback that can be used at all; one that cannot is logged and passed over. */
async function nextCandidate({ chat, turn, prepare }: Attempts, left: ModelRef[]): Promise<Candidate | null> {
  for (let ref = left.shift(); ref !== undefined; ref = left.shift()) {
    try {
      return await prepare(ref);
    } catch (error) {
      chat.logger.warn({ turnId: turn.id, model: ref, reason: String(error) }, 'A fallback cannot be used.');
    }
  }
  return null;
}

/** What a model streams, as opposed to what is said about it. */
const isPiece = ({ type }: TurnEvent): boolean =>
  type === 'text-delta' || type === 'reasoning-delta' || type === 'tool-call-delta' || type === 'file';

/** Believed to fit, and found too long: the older part is folded, and it is sent once more. */
const isTooLong = (error: unknown): boolean => error instanceof ProviderError && error.code === 'provider.context-too-long';
