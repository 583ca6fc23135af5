import { messageText, type Answer } from '@parley/chat-core';
import type { Scope } from '../../storage/ports/scope.ts';
import type { SettledTurn, TurnRow } from '../../storage/ports/turns.ts';
import { callModel } from '../usage/call-model.ts';
import type { Candidate } from './answer-by-attempts.ts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import { cleanTitle } from './clean-title.ts';
import { readTitleForm, titleCall } from './title-call.ts';

const longestExcerpt = 2_000;

type Titled = Pick<SettledTurn, 'conversation' | 'turn'>;

/** Whether a model is to be asked for a better title than the first words. */
const wantsTitle = (chat: ChatContext, { conversation }: Pick<Titled, 'conversation'>, { context, model }: Candidate): boolean =>
  chat.modelTitles &&
  model.modelTitles !== false &&
  context.firstExchange &&
  conversation.titleSource === 'local' &&
  !chat.draining.signal.aborted;

/**
 * Asks the model for a better title than the local one, behind the answer of a conversation's first exchange. A failure is
 * never shown: the local title stays. The storage drops the title when a person has set one meanwhile. Where one was asked for `early`, only when none
 * came of that.
 */
export function suggestTitle(
  chat: ChatContext,
  scope: Scope,
  titled: Titled,
  candidate: Candidate,
  answer: Pick<Answer, 'parts'>,
  early: Promise<boolean> = Promise.resolve(false),
): void {
  if (!wantsTitle(chat, titled, candidate)) return;
  const work = async (): Promise<void> => {
    if (!(await early)) await findTitle(chat, scope, titled, candidate, messageText(answer.parts));
  };
  inBackground(chat, bestEffort(chat.logger, 'make a title', work));
}

/** The same while the answer is still written, by the question alone, where the operator wants that. Resolves with whether one was found; never rejects. */
export function suggestTitleEarly(chat: ChatContext, scope: Scope, turn: TurnRow, candidate: Candidate): Promise<boolean> {
  const titled = { conversation: candidate.context.conversation, turn };
  if (candidate.model.titles?.timing !== 'immediate' || !wantsTitle(chat, titled, candidate)) return Promise.resolve(false);
  const found = bestEffort(chat.logger, 'make a title', () => findTitle(chat, scope, titled, candidate, null));
  inBackground(chat, found);
  return found.then((title) => title ?? false);
}

/** Asks, by the question and the answer, or the question alone, and keeps what comes; false when that is no title. */
async function findTitle(
  chat: ChatContext,
  scope: Scope,
  { conversation, turn }: Titled,
  { ref, context, model }: Candidate,
  answer: string | null,
): Promise<boolean> {
  const question = context.messages.findLast((message) => message.role === 'user');
  const asked = model.titlesBy ? await chat.resolveModel(scope, model.titlesBy) : model;
  const name = asked.titleModel ?? asked.model;
  const call = titleCall(name, model, messageText(question?.parts ?? []), answer);
  const { endpoint } = model.titlesBy ?? ref;
  const of = { turnId: turn.id, conversationId: conversation.id, attempt: 0 };
  const origin = { ...of, id: `${turn.id}/title${answer === null ? '/early' : ''}`, kind: 'title' as const, endpoint };
  const ask: Ask = (signal) => callModel({ ledger: chat.ledger, scope, origin, model: asked, call, signal, now: chat.now });
  const title = cleanTitle(readTitleForm(await askForTitle(chat, ask)));
  if (title === '') return false;
  const row = await chat.storage.updateConversation(scope, conversation.id, { title, titleSource: 'model' });
  if (row?.title === title) chat.hints.conversationChanged(row);
  return true;
}

type Ask = (signal: AbortSignal) => ReturnType<typeof callModel>;

/** What arrived until the model ended or said more than a title. Of one that took too long or failed, the lines that arrived whole. */
async function askForTitle(chat: ChatContext, ask: Ask): Promise<string> {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), chat.limits.titleWithin);
  const abort = (): void => own.abort();
  chat.draining.signal.addEventListener('abort', abort, { once: true });
  let text = '';
  let isWhole = false;
  try {
    for await (const event of ask(own.signal)) {
      if (event.type === 'text-delta') text += event.delta;
      if (event.type === 'finish' && event.stopReason === 'refusal') return '';
      isWhole = event.type === 'finish' || text.length > longestExcerpt;
      if (text.length > longestExcerpt) break;
    }
  } catch (error) {
    if (!text.includes('\n')) throw error;
  } finally {
    clearTimeout(timer);
    chat.draining.signal.removeEventListener('abort', abort);
    own.abort();
  }
  return isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}
