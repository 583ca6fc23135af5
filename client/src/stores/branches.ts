import type { Answer } from '@parley/chat-core';
import type { Conversation, Message } from '@parley/contracts';
import { api } from '../lib/api-client.ts';
import { conversationKeys } from '../lib/conversations/conversation-cache.ts';
import { isSettled } from '../lib/is-settled.ts';
import { queryClient } from '../lib/query-client.ts';
import { sync } from '../lib/sync-instance.ts';
import { isDamaged, mergeEarlier, mergeTail, type BranchItem, type BranchPage } from './branch-merge.ts';

/** A conversation as it is on show: the branch that ends at the active leaf. */
export interface Branch extends BranchPage {
  readonly id: string;
  readonly status: 'loading' | 'ready' | 'failed';
  /** Why it could not be read; set while `failed`, or when earlier messages could not be read. */
  readonly error: unknown;
  readonly readingEarlier: boolean;
  /** Messages that are on their way to the server. */
  readonly sending: ReadonlySet<string>;
}

interface Entry {
  branch: Branch;
  stale: boolean;
  readers: number;
  reading: Promise<void> | null;
  again: boolean;
  /** Something changed on the server while nothing could be read of it yet. */
  missed: boolean;
  /** How often this page changed what is shown by itself: a read that began before the last time may be older than that. */
  changes: number;
  readonly listeners: Set<() => void>;
}

const pageSize = 50;
const mostKept = 12;
const entries = new Map<string, Entry>();

const blank = (id: string): Branch => ({
  id,
  status: 'loading',
  error: null,
  messages: [],
  earlier: null,
  readingEarlier: false,
  sending: new Set(),
});

function entryOf(id: string): Entry {
  const known = entries.get(id);
  if (known) {
    // The order of the map is the order of use.
    entries.delete(id);
    entries.set(id, known);
    return known;
  }
  for (const [other, entry] of entries) {
    if (entries.size < mostKept) break;
    if (entry.readers === 0) entries.delete(other);
  }
  const entry: Entry = {
    branch: blank(id),
    stale: true,
    readers: 0,
    reading: null,
    again: false,
    missed: false,
    changes: 0,
    listeners: new Set(),
  };
  entries.set(id, entry);
  return entry;
}

function change(entry: Entry, part: Partial<Branch>): void {
  entry.branch = { ...entry.branch, ...part };
  for (const listener of Array.from(entry.listeners)) listener();
}

/** Shows what this page knows before, or better than, a read that is under way. */
function changeHere(entry: Entry, part: Partial<Branch>): void {
  entry.changes += 1;
  change(entry, part);
}

/** What the server does not know yet stays under what it knows. */
function keepSending(entry: Entry, page: BranchPage): BranchPage & Pick<Branch, 'sending'> {
  const { sending, messages } = entry.branch;
  if (sending.size === 0) return { ...page, sending };
  const known = new Set(page.messages.map((item) => item.id));
  const waiting = messages.filter((item) => sending.has(item.id) && !known.has(item.id));
  return { ...page, messages: [...page.messages, ...waiting], sending: new Set(waiting.map(({ id }) => id)) };
}

/** Whether a message was written down before what is known of it: its turn was at work then, and has ended since. */
const isOlder = (message: Message, known: BranchItem): boolean =>
  !isDamaged(known) && known.turnId === message.turnId && !isSettled(message) && isSettled(known);

/** Gives a row to the cache that lists and headers are drawn from; hints keep it true from then on. */
export function learnConversation(row: Conversation): void {
  const key = conversationKeys.one(row.id);
  if (!queryClient.getQueryData(key)) queryClient.setQueryData(key, row);
  sync.apply(row);
}

async function readTail(entry: Entry): Promise<void> {
  const { id } = entry.branch;
  const { changes } = entry;
  try {
    const page = await api.messages.branch({ params: { id }, query: { limit: pageSize } });
    learnConversation(page.conversation);
    if (entry.changes !== changes) {
      // The page may lack what was sent meanwhile, which would be gone until it is read again.
      entry.again = true;
      return;
    }
    entry.stale = false;
    const { sending, ...kept } = keepSending(entry, page);
    change(entry, { ...mergeTail(entry.branch, kept), sending, status: 'ready', error: null });
  } catch (error) {
    if (entry.branch.status === 'ready') entry.stale = true;
    else change(entry, { status: 'failed', error });
  }
}

/** Reads the newest page of a branch again; calls while one is under way share the next. Never rejects: the branch says what failed. */
export function refreshBranch(id: string): Promise<void> {
  const entry = entryOf(id);
  entry.again = true;
  entry.reading ??= (async () => {
    while (entry.again) {
      entry.again = false;
      await readTail(entry);
    }
    entry.reading = null;
  })();
  return entry.reading;
}

/** Whether the first message is still on the way, so that the server knows nothing of the conversation. */
const isAhead = ({ branch: { messages, sending } }: Entry): boolean => sending.size > 0 && messages.every(({ id }) => sending.has(id));

/** Something of this conversation changed on the server: read it again if it is on show, else when it next is. */
export function markChanged(id: string): void {
  const entry = entries.get(id);
  if (!entry) return;
  entry.stale = true;
  entry.missed = isAhead(entry);
  if (entry.readers > 0 && !entry.missed) void refreshBranch(id);
}

/** Reads every branch on show again, after a lost connection. */
export function markAllChanged(): void {
  for (const id of Array.from(entries.keys())) markChanged(id);
}

/** Puts a branch on show until the returned function is called; it is read unless what is known of it is fresh. */
export function showBranch(id: string, listener: () => void): () => void {
  const entry = entryOf(id);
  entry.readers += 1;
  entry.listeners.add(listener);
  if (entry.stale && entry.branch.sending.size === 0) {
    if (entry.branch.status === 'failed') change(entry, { status: 'loading', error: null });
    // What was asked for ahead and has not come yet is as new as what would be asked for now.
    if (!entry.reading) void refreshBranch(id);
  }
  return () => {
    entry.readers -= 1;
    entry.listeners.delete(listener);
  };
}

/** Reads a branch that is about to be shown, unless it is known, being read, or could not be read a moment ago. */
export function readAhead(id: string): void {
  const entry = entryOf(id);
  if (entry.branch.status === 'loading' && entry.stale && !entry.reading) void refreshBranch(id);
}

export const branchOf = (id: string): Branch => entryOf(id).branch;

/** Reads the page above. At most one at a time; a failure is kept in `error` and may be tried again. */
export async function readEarlier(id: string): Promise<void> {
  const entry = entryOf(id);
  const { earlier, readingEarlier } = entry.branch;
  if (earlier === null || readingEarlier) return;
  change(entry, { readingEarlier: true });
  try {
    const page = await api.messages.branch({
      params: { id },
      query: { before: earlier, leaf: entry.branch.messages.at(-1)?.id, limit: pageSize },
    });
    change(entry, { ...mergeEarlier(entry.branch, page, earlier), readingEarlier: false, error: null });
  } catch (error) {
    change(entry, { readingEarlier: false, error });
  }
}

/** Shows a change before the server has confirmed it. Returns how to take it back. */
export function showAhead(id: string, messages: readonly BranchItem[], sent: readonly Message[]): () => void {
  const entry = entryOf(id);
  const before = entry.branch;
  const sending = new Set([...before.sending, ...sent.map((message) => message.id)]);
  changeHere(entry, { messages, sending, status: 'ready', error: null });
  return () => {
    const left = new Set(Array.from(entry.branch.sending).filter((other) => !sent.some((message) => message.id === other)));
    changeHere(entry, { messages: before.messages, sending: left, status: before.status });
    if (before.status === 'ready' && before.messages.length > 0) void refreshBranch(id);
  };
}

/** Puts messages as the server has them in the place of those with their ids, unless newer ones have come meanwhile. */
export function putMessages(id: string, messages: readonly Message[], conversation?: Conversation): void {
  const entry = entryOf(id);
  if (conversation) learnConversation(conversation);
  const byId = new Map(messages.map((message) => [message.id, message]));
  const { sending } = entry.branch;
  changeHere(entry, {
    messages: entry.branch.messages.map((item) => {
      const message = byId.get(item.id);
      return message === undefined || (!sending.has(item.id) && isOlder(message, item)) ? item : message;
    }),
    sending: new Set(Array.from(sending).filter((other) => !byId.has(other))),
  });
  // A short answer may have ended before the server's word that it began: these messages are older than what was missed.
  if (entry.missed) markChanged(id);
}

/** A turn has ended: its answer is now part of the message. */
export function settleAnswer(message: Message, answer: Answer): void {
  const entry = entries.get(message.conversationId);
  const known = entry?.branch.messages.find((item) => item.id === message.id);
  if (!entry || !known || isDamaged(known) || known.turnId !== message.turnId) return;
  putMessages(message.conversationId, [{ ...known, ...answer, parts: answer.parts.map((part) => ({ ...part })) }]);
}
