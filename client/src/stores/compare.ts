import { uuidv7 } from '@parley/chat-core';
import type { Message, ModelRef, TurnSettings } from '@parley/contracts';
import { create } from 'zustand';
import { api } from '../lib/api-client.ts';
import { refreshBranch } from './branches.ts';
import { inPlace } from './columns.ts';
import { replaceAnswer, useReplaced } from './replaced.ts';

/** Columns at most, the chat's own model among them. */
export const mostColumns = 4;

/** A model that the next question is put to beside the chat's own. */
export interface AskedColumn {
  readonly key: string;
  readonly model: ModelRef;
  /** What is set for it alone, over the settings of the chat; those of a spec are whole. */
  readonly settings: TurnSettings;
}

export const useAlsoAsked = create<{ readonly columns: readonly AskedColumn[] }>(() => ({ columns: [] }));

/** The same model may be asked twice, with other settings. */
export function alsoAsk(model: ModelRef, settings: TurnSettings = {}): void {
  const { columns } = useAlsoAsked.getState();
  if (columns.length >= mostColumns - 1) return;
  useAlsoAsked.setState({ columns: [...columns, { key: uuidv7(), model, settings }] });
}

export function doNotAsk(key: string): void {
  useAlsoAsked.setState(({ columns }) => ({ columns: columns.filter((column) => column.key !== key) }));
}

export function setColumn(key: string, settings: TurnSettings): void {
  useAlsoAsked.setState(({ columns }) => ({
    columns: columns.map((column) => (column.key === key ? { ...column, settings } : column)),
  }));
}

/** The models to put the next question to, which then are no longer marked for one after it. */
export function takeAlsoAsked(): readonly AskedColumn[] {
  const { columns } = useAlsoAsked.getState();
  useAlsoAsked.setState({ columns: [] });
  return columns;
}

interface Asking {
  readonly conversationId: string;
  readonly questionId: string;
  readonly model: ModelRef;
  readonly settings: TurnSettings;
}

/** One more answer, while others may be written. Resolves with its id. */
async function askBeside({ conversationId, questionId, model, settings }: Asking): Promise<string> {
  const answerId = uuidv7();
  await api.turns.create({
    params: { id: conversationId },
    body: {
      kind: 'regenerate',
      turnId: uuidv7(),
      answerId,
      parentId: questionId,
      model,
      beside: true,
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
    },
  });
  return answerId;
}

/**
 * Puts a question that the server has to other models too, all at once; each answer is another version of the first. Resolves with those that could not be
 * asked, and why: they keep nobody else from answering.
 */
export async function askOthers(
  conversationId: string,
  questionId: string,
  columns: readonly AskedColumn[],
): Promise<readonly { column: AskedColumn; error: unknown }[]> {
  const asked = await Promise.allSettled(columns.map(({ model, settings }) => askBeside({ conversationId, questionId, model, settings })));
  await refreshBranch(conversationId);
  return asked.flatMap((result, index) =>
    result.status === 'rejected' ? [{ column: columns[index]!, error: result.reason as unknown }] : [],
  );
}

/** What an answer was asked with; nothing of its own for one that no turn made. */
async function settingsOf({ turnId }: Message): Promise<TurnSettings> {
  return turnId === null ? {} : ((await api.turns.get({ params: { id: turnId } })).settings ?? {});
}

/** Asks a column's model once more, as it was asked before; the other columns go on, and the new answer takes the place of the old one. */
export async function askColumnAgain(answer: Message, model: ModelRef): Promise<void> {
  const { conversationId, parentId } = answer;
  if (parentId === null) return;
  const id = await askBeside({ conversationId, questionId: parentId, model, settings: await settingsOf(answer) });
  replaceAnswer(answer.id, id);
  await refreshBranch(conversationId);
}

/** The answers to show in columns, of all there are to a question: the newest, each that was asked for again in its place. */
export const useColumns = (answerIds: readonly string[]): readonly string[] =>
  inPlace(
    answerIds,
    useReplaced((state) => state.replaced),
  ).slice(-mostColumns);

/** Goes on with one of several answers: it is the one on show from now on. Resolves with what it was asked with. */
export async function goOnWith(answer: Message, shownId: string): Promise<TurnSettings> {
  const { conversationId, id } = answer;
  const settings = await settingsOf(answer);
  if (id !== shownId) {
    await api.conversations.select({ params: { id: conversationId }, body: { messageId: id, leavingId: shownId } });
    await refreshBranch(conversationId);
  }
  return settings;
}
