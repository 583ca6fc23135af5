import { uuidv7 } from '@parley/chat-core';
import type { Conversation, ConversationSettings, CreateTurn, Message, ModelRef } from '@parley/contracts';
import { api } from '../lib/api-client.ts';
import { isSettled } from '../lib/is-settled.ts';
import { filesOf, inputParts, shownParts, type AttachedFile } from '../lib/attached-file.ts';
import { isDamaged, replaceUnder } from './branch-merge.ts';
import { branchOf, learnConversation, putMessages, refreshBranch, showAhead } from './branches.ts';
import { forgetUnsent, rememberUnsent } from './drafts.ts';
import { newAnswer, newQuestion } from './new-message.ts';

const underWay = new Set<string>();

/** Whether this page is sending that turn right now. */
export const isUnderWay = (turnId: string): boolean => underWay.has(turnId);

async function post(conversationId: string, body: CreateTurn): Promise<Conversation> {
  const made = await api.turns.create({ params: { id: conversationId }, body });
  putMessages(conversationId, made.userMessage ? [made.userMessage, made.answer] : [made.answer], made.conversation);
  return made.conversation;
}

/** Shows a turn's messages, asks for the turn, and takes them back when the server refuses. Rejects with the refusal. */
async function ask(conversationId: string, shown: readonly Message[], body: CreateTurn): Promise<Conversation> {
  const takeBack = showAhead(conversationId, replaceUnder(branchOf(conversationId).messages, shown[0]?.parentId ?? null, shown), shown);
  try {
    return await post(conversationId, body);
  } catch (error) {
    takeBack();
    throw error;
  }
}

export interface Sending {
  readonly accountId: string;
  readonly conversationId: string;
  readonly text: string;
  /** Files that the server has, shown before the words. */
  readonly files?: readonly AttachedFile[];
  readonly model: ModelRef;
  /** The message it answers; null for the first of a conversation. */
  readonly parentId: string | null;
  /** The conversation begins with it, and with these settings. */
  readonly create?: ConversationSettings;
  /** The message it takes the place of, as a version beside it. */
  readonly instead?: Message;
}

/**
 * Sends a message. Its ids are made here, so a request that is repeated (a lost answer, a session that expired) is one message. Until
 * the server has it the browser remembers it. Resolves with the message's id. Rejects with what the server said; nothing of it is shown then.
 */
export async function sendMessage({
  accountId,
  conversationId,
  text,
  files = [],
  model,
  parentId,
  create,
  instead,
}: Sending): Promise<string> {
  const turnId = uuidv7();
  const parent = branchOf(conversationId).messages.find((item) => item.id === parentId);
  const queued = parent !== undefined && !isDamaged(parent) && !isSettled(parent);
  const question = newQuestion({ conversationId, parentId, turnId, beside: instead?.siblings ?? [] }, shownParts(text, files), queued);
  const answer = newAnswer({ conversationId, parentId: question.id, turnId, beside: [] }, model, queued);
  underWay.add(turnId);
  rememberUnsent(accountId, { turnId, chat: create ? 'new' : conversationId, text, ...(files.length === 0 ? {} : { files }) });
  try {
    await ask(conversationId, [question, answer], {
      kind: 'send',
      turnId,
      parentId,
      userMessageId: question.id,
      answerId: answer.id,
      model,
      parts: inputParts(text, files),
      ...(create ? { create: { settings: { ...create, model } } } : {}),
      ...(instead ? { leavingId: instead.id } : {}),
    });
    return question.id;
  } finally {
    underWay.delete(turnId);
    forgetUnsent(accountId, turnId);
  }
}

/** Asks for another answer to the same question. */
export async function regenerate(answer: Message, model: ModelRef): Promise<void> {
  const { conversationId, parentId } = answer;
  if (parentId === null) return;
  const turnId = uuidv7();
  const other = newAnswer({ conversationId, parentId, turnId, beside: answer.siblings }, model, false);
  await ask(conversationId, [other], { kind: 'regenerate', turnId, parentId, answerId: other.id, model, leavingId: answer.id });
}

/** The same for an answer of which only its id is at hand. */
export async function regenerateById(conversationId: string, answerId: string, model: ModelRef): Promise<void> {
  await regenerate(await api.messages.get({ params: { id: conversationId, messageId: answerId } }), model);
}

/** Asks for an answer to a question that has none (it was deleted). */
export async function answerAgain(question: Message, model: ModelRef): Promise<void> {
  const turnId = uuidv7();
  const { conversationId, id: parentId } = question;
  const answer = newAnswer({ conversationId, parentId, turnId, beside: [] }, model, false);
  await ask(conversationId, [answer], { kind: 'regenerate', turnId, parentId, answerId: answer.id, model });
}

/** Asks for more of an answer that did not come to its end. */
export async function continueAnswer(answer: Message, model: ModelRef): Promise<void> {
  if (answer.parentId === null) return;
  await post(answer.conversationId, { kind: 'continue', turnId: uuidv7(), parentId: answer.parentId, answerId: answer.id, model });
}

/** Stops the turn that works on a message; what arrived is kept. */
export async function stopAnswer(message: Message): Promise<void> {
  if (message.turnId === null) return;
  await api.turns.stop({ params: { id: message.turnId } });
}

/** Goes to another version of a message. */
export async function selectVersion(message: Message, versionId: string): Promise<void> {
  const { conversationId } = message;
  await api.conversations.select({ params: { id: conversationId }, body: { messageId: versionId, leavingId: message.id } });
  await refreshBranch(conversationId);
}

/** Saves another text in place. */
export async function saveText(message: Message, text: string): Promise<void> {
  const { conversationId, id } = message;
  putMessages(conversationId, [await api.messages.edit({ params: { id: conversationId, messageId: id }, body: { text } })]);
}

/** Deletes a message and all below it. */
export async function deleteMessage(message: Message): Promise<void> {
  const { conversationId, id, parentId } = message;
  const takeBack = showAhead(conversationId, replaceUnder(branchOf(conversationId).messages, parentId, []), []);
  try {
    await api.messages.remove({ params: { id: conversationId, messageId: id } });
  } catch (error) {
    takeBack();
    throw error;
  }
  await refreshBranch(conversationId);
}

export async function restoreMessage(message: Message): Promise<void> {
  await api.messages.restore({ params: { id: message.conversationId, messageId: message.id } });
  await refreshBranch(message.conversationId);
}

/** Copies the path down to a message into a new conversation. Resolves with it. */
export function branchOff(message: Message, title: string): Promise<Conversation> {
  const { conversationId, id } = message;
  return api.conversations.copy({ params: { id: conversationId }, body: { newId: uuidv7(), upToMessageId: id, title } });
}

/** Changes a message that waits for its turn. */
export async function editWaiting(message: Message, text: string): Promise<void> {
  if (message.turnId === null) return;
  putMessages(message.conversationId, [
    await api.turns.editQueued({ params: { id: message.turnId }, body: { parts: inputParts(text, filesOf(message.parts)) } }),
  ]);
}

/** Takes back a message that waits, with its answer; what waits behind it moves up. */
export async function removeWaiting(message: Message): Promise<void> {
  const { conversationId, turnId } = message;
  if (turnId === null) return;
  const { messages } = branchOf(conversationId);
  const takeBack = showAhead(
    conversationId,
    messages.filter((item) => isDamaged(item) || item.turnId !== turnId),
    [],
  );
  try {
    await api.turns.removeQueued({ params: { id: turnId } });
  } catch (error) {
    takeBack();
    throw error;
  }
  await refreshBranch(conversationId);
}

/** Sends a waiting message although what it waited for did not come to its end. */
export async function sendWaitingNow(message: Message): Promise<void> {
  if (message.turnId === null) return;
  await api.turns.sendNow({ params: { id: message.turnId } });
  await refreshBranch(message.conversationId);
}

/** What the next turns of a conversation are asked with. */
export async function changeSettings(conversation: Conversation, settings: ConversationSettings): Promise<void> {
  learnConversation(await api.conversations.update({ params: { id: conversation.id }, body: { settings } }));
}
