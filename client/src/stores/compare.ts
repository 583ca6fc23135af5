import { uuidv7 } from '@parley/chat-core';
import type { ModelRef } from '@parley/contracts';
import { create } from 'zustand';
import { api } from '../lib/api-client.ts';
import { refreshBranch } from './branches.ts';
import { isSameModel } from './chosen-model.ts';

/** Columns at most, the chat's own model among them. */
export const mostColumns = 4;

/** The models that the next question is put to beside the chat's own. */
export const useAlsoAsked = create<{ readonly models: readonly ModelRef[] }>(() => ({ models: [] }));

export function alsoAsk(model: ModelRef): void {
  const { models } = useAlsoAsked.getState();
  if (models.length >= mostColumns - 1 || models.some((known) => isSameModel(known, model))) return;
  useAlsoAsked.setState({ models: [...models, model] });
}

export function doNotAsk(model: ModelRef): void {
  useAlsoAsked.setState(({ models }) => ({ models: models.filter((known) => !isSameModel(known, model)) }));
}

/** The models to put the next question to, which then are no longer marked for one after it. */
export function takeAlsoAsked(): readonly ModelRef[] {
  const { models } = useAlsoAsked.getState();
  useAlsoAsked.setState({ models: [] });
  return models;
}

/**
 * Puts a question that the server has to other models too, all at once; each answer is another version of the first. Resolves with those that could not be
 * asked, and why: they keep nobody else from answering.
 */
export async function askOthers(
  conversationId: string,
  questionId: string,
  models: readonly ModelRef[],
): Promise<readonly { model: ModelRef; error: unknown }[]> {
  const asked = await Promise.allSettled(
    models.map((model) =>
      api.turns.create({
        params: { id: conversationId },
        body: { kind: 'regenerate', turnId: uuidv7(), answerId: uuidv7(), parentId: questionId, model, beside: true },
      }),
    ),
  );
  await refreshBranch(conversationId);
  return asked.flatMap((result, index) =>
    result.status === 'rejected' ? [{ model: models[index]!, error: result.reason as unknown }] : [],
  );
}

/** Goes on with one of several answers: it is the one on show from now on. */
export async function goOnWith(conversationId: string, answerId: string, shownId: string): Promise<void> {
  await api.conversations.select({ params: { id: conversationId }, body: { messageId: answerId, leavingId: shownId } });
  await refreshBranch(conversationId);
}
