import { messageText, type Answer } from '@parley/chat-core';
import type { ModelCall } from '../../providers/port.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import type { TurnContext } from './turn-context.ts';

const longestTitle = 80;
const longestExcerpt = 2_000;

const instructions =
  'You name conversations. Answer with a title of two to six words in the language of the conversation: no quotation marks, no markup, no full stop, nothing else.';

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
  const call = titleCall(model, messageText(question?.parts ?? []), messageText(answer.parts));
  const work = async (): Promise<void> => {
    const title = cleanTitle(await askForTitle(chat, model, call));
    if (title === '') return;
    const row = await chat.storage.updateConversation(scope, conversation.id, { title, titleSource: 'model' });
    if (row?.title === title) chat.hints.conversationChanged(row);
  };
  inBackground(chat, bestEffort(chat.logger, 'make a title', work));
}

function titleCall(model: ResolvedModel, question: string, answer: string): ModelCall {
  const text = `Name the conversation that begins so.\n\nQuestion:\n${question.slice(0, longestExcerpt)}\n\nAnswer:\n${answer.slice(0, longestExcerpt)}`;
  return {
    model: model.titleModel ?? model.model,
    instructions,
    messages: [{ role: 'user', parts: [{ type: 'text', id: 'p1', text }] }],
    maxOutputTokens: 32,
  };
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
