import { messageText, type Answer } from '@parley/chat-core';
import type { ModelCall } from '../../providers/port.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import { readTitleForm, titleCall } from './title-call.ts';
import type { TurnContext } from './turn-context.ts';

const longestTitle = 80;
const longestExcerpt = 2_000;

/**
 * Asks the model for a better title than the local one, behind the answer of a conversation's first exchange. A failure is
 * never shown: the local title stays. The storage drops the title when a person has set one meanwhile.
 */
export function suggestTitle(
  chat: ChatContext,
  scope: Scope,
  conversation: ConversationRow,
  context: TurnContext,
  answer: Answer,
  model: ResolvedModel,
): void {
  if (!chat.modelTitles || model.modelTitles === false) return;
  if (!context.firstExchange || conversation.titleSource !== 'local' || chat.draining.signal.aborted) return;
  const question = context.messages.findLast((message) => message.role === 'user');
  const work = async (): Promise<void> => {
    const asked = model.titlesBy ? await chat.resolveModel(scope, model.titlesBy) : model;
    const name = asked.titleModel ?? asked.model;
    const call = titleCall(name, model, messageText(question?.parts ?? []), messageText(answer.parts));
    const title = cleanTitle(readTitleForm(await askForTitle(chat, asked, call)));
    if (title === '') return;
    const row = await chat.storage.updateConversation(scope, conversation.id, { title, titleSource: 'model' });
    if (row?.title === title) chat.hints.conversationChanged(row);
  };
  inBackground(chat, bestEffort(chat.logger, 'make a title', work));
}

async function askForTitle(chat: ChatContext, { provider }: ResolvedModel, call: ModelCall): Promise<string> {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), chat.limits.titleWithin);
  const abort = (): void => own.abort();
  chat.draining.signal.addEventListener('abort', abort, { once: true });
  let text = '';
  try {
    for await (const event of provider.stream(call, own.signal)) {
      if (event.type === 'text-delta') text += event.delta;
      if (text.length > longestExcerpt) break;
    }
  } finally {
    clearTimeout(timer);
    chat.draining.signal.removeEventListener('abort', abort);
    own.abort();
  }
  return text;
}

/** A model's words as a title: the first line that says something, without quotation marks, markup or an end that trails off. */
export function cleanTitle(text: string): string {
  const line = text
    .replace(/<think>[\s\S]*?(<\/think>|$)/g, '')
    .split('\n')
    .map(stripMarkup)
    .find((candidate) => candidate !== '');
  if (line === undefined) return '';
  const characters = Array.from(line);
  return characters.length <= longestTitle
    ? line
    : `${characters
        .slice(0, longestTitle - 1)
        .join('')
        .trimEnd()}…`;
}

function stripMarkup(line: string): string {
  return line
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/^\s*(?:[#>*-]+\s*)*(?:title\s*:\s*)?/i, '')
    .replace(/[*_`~]{1,3}/g, '')
    .replace(/^["'“”„«»‘’\s]+|["'“”„«»‘’\s]+$/g, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<!\.)\.$/, '')
    .trim();
}
