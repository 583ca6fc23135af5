import type { AttachedFile } from '../lib/attached-file.ts';
import { readKept, readKeptJson, writeKept } from '../lib/kept.ts';

/** Where a draft lies: one per account and chat; `new` is the chat that does not exist yet. Another account never sees it. */
const nameOf = (accountId: string, chat: string): string => `parley.draft.${accountId}.${chat}`;
const unsentName = (accountId: string): string => `parley.unsent.${accountId}`;

const held = new Map<string, string>();
const readers = new Set<() => void>();

/** Calls after every change of any draft, until what it answers is called. */
export function subscribeToDrafts(reader: () => void): () => void {
  readers.add(reader);
  return () => void readers.delete(reader);
}

/** What the person has written and not sent; empty when nothing. */
export function readDraft(accountId: string, chat: string): string {
  const name = nameOf(accountId, chat);
  return held.get(name) ?? readKept(name) ?? '';
}

/** Keeps a draft at once, in this page and in the browser; an empty one is forgotten. */
export function writeDraft(accountId: string, chat: string, text: string): void {
  const name = nameOf(accountId, chat);
  if (text === '') held.delete(name);
  else held.set(name, text);
  writeKept(name, text === '' ? null : text);
  for (const reader of readers) reader();
}

/** A message between the composer and the server's word that it has it. */
export interface Unsent {
  readonly turnId: string;
  readonly chat: string;
  readonly text: string;
  readonly files?: readonly AttachedFile[];
}

const isUnsent = (value: unknown): value is Unsent =>
  typeof value === 'object' &&
  value !== null &&
  ['turnId', 'chat', 'text'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');

/** Messages of this account whose fate the browser does not know: the page was left before the server answered. */
export function readUnsent(accountId: string): readonly Unsent[] {
  const kept = readKeptJson(unsentName(accountId));
  return Array.isArray(kept) ? kept.filter(isUnsent) : [];
}

/** Remembers that a message is on its way. */
export function rememberUnsent(accountId: string, unsent: Unsent): void {
  writeKept(
    unsentName(accountId),
    JSON.stringify([...readUnsent(accountId).filter((other) => other.turnId !== unsent.turnId), unsent].slice(-10)),
  );
}

/** The server has it, or it is back in the composer. */
export function forgetUnsent(accountId: string, turnId: string): void {
  const left = readUnsent(accountId).filter((other) => other.turnId !== turnId);
  writeKept(unsentName(accountId), left.length === 0 ? null : JSON.stringify(left));
}
