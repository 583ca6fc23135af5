import { messageText, type Answer } from '@parley/chat-core';
import type { Scope } from '../../storage/ports/scope.ts';
import type { SettledTurn } from '../../storage/ports/turns.ts';
import { callModel } from '../usage/call-model.ts';
import type { Candidate } from './answer-by-attempts.ts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import { cleanTitle } from './clean-title.ts';
import { readTitleForm, titleCall } from './title-call.ts';

const longestExcerpt = 2_000;

/**
 * Asks the model for a better title than the local one, behind the answer of a conversation's first exchange. A failure is
 * never shown: the local title stays. The storage drops the title when a person has set one meanwhile.
 */
export function suggestTitle(
  chat: ChatContext,
  scope: Scope,
  { conversation, turn }: Pick<SettledTurn, 'conversation' | 'turn'>,
  { ref, context, model }: Candidate,
  answer: Pick<Answer, 'parts'>,
): void {
  if (!chat.modelTitles || model.modelTitles === false) return;
  if (!context.firstExchange || conversation.titleSource !== 'local' || chat.draining.signal.aborted) return;
  const question = context.messages.findLast((message) => message.role === 'user');
  const work = async (): Promise<void> => {
    const asked = model.titlesBy ? await chat.resolveModel(scope, model.titlesBy) : model;
    const name = asked.titleModel ?? asked.model;
    const call = titleCall(name, model, messageText(question?.parts ?? []), messageText(answer.parts));
    const { endpoint } = model.titlesBy ?? ref;
    const of = { turnId: turn.id, conversationId: conversation.id, attempt: 0 };
    const origin = { ...of, id: `${turn.id}/title`, kind: 'title' as const, endpoint };
    const ask: Ask = (signal) => callModel({ ledger: chat.ledger, scope, origin, model: asked, call, signal, now: chat.now });
    const title = cleanTitle(readTitleForm(await askForTitle(chat, ask)));
    if (title === '') return;
    const row = await chat.storage.updateConversation(scope, conversation.id, { title, titleSource: 'model' });
    if (row?.title === title) chat.hints.conversationChanged(row);
  };
  inBackground(chat, bestEffort(chat.logger, 'make a title', work));
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
