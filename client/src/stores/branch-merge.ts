import type { Damaged, Message, Part } from '@parley/contracts';

export type BranchItem = Message | Damaged;

export interface BranchPage {
  readonly messages: readonly BranchItem[];
  readonly earlier: string | null;
}

export const isDamaged = (item: BranchItem): item is Damaged => 'type' in item;

const wordsOf = (part: Part): unknown => ('text' in part ? part.text : undefined);

/** Whether a message reads as before, so that the object on show can stay (and nothing is drawn again). */
function isSame(before: BranchItem, now: BranchItem): boolean {
  if (isDamaged(before) || isDamaged(now)) return isDamaged(before) && isDamaged(now);
  return (
    before.ordinal === now.ordinal &&
    before.status === now.status &&
    before.editedAt === now.editedAt &&
    before.turnId === now.turnId &&
    before.stopReason === now.stopReason &&
    before.parentId === now.parentId &&
    before.parts.length === now.parts.length &&
    before.parts.every((part, index) => wordsOf(part) === wordsOf(now.parts[index]!)) &&
    before.siblings.length === now.siblings.length &&
    before.siblings.every((id, index) => id === now.siblings[index]) &&
    before.error?.code === now.error?.code &&
    before.usage?.outputTokens === now.usage?.outputTokens &&
    before.cost?.calls === now.cost?.calls
  );
}

/** Puts the newest page of a branch under what is already known of it. Messages that did not change keep their objects. */
export function mergeTail(known: BranchPage, page: BranchPage): BranchPage {
  const first = page.messages[0];
  const objects = new Map(known.messages.map((item) => [item.id, item]));
  const messages = page.messages.map((item) => {
    const before = objects.get(item.id);
    return before && isSame(before, item) ? before : item;
  });
  const joint = first === undefined || page.earlier === null ? -1 : known.messages.findIndex((item) => item.id === first.id);
  if (joint < 0) return { messages, earlier: page.earlier };
  return { messages: [...known.messages.slice(0, joint), ...messages], earlier: known.earlier };
}

/** Puts an earlier page above what is known; a page that does not end right above it any more is ignored. */
export function mergeEarlier(known: BranchPage, page: BranchPage, before: string): BranchPage {
  if (known.earlier !== before) return known;
  return { messages: [...page.messages, ...known.messages], earlier: page.earlier };
}

/** The branch as it will be when `added` stand under `parentId` (null: as a root). */
export function replaceUnder(messages: readonly BranchItem[], parentId: string | null, added: readonly Message[]): BranchItem[] {
  const at = parentId === null ? 0 : messages.findIndex((item) => item.id === parentId) + 1;
  return [...(parentId !== null && at === 0 ? messages : messages.slice(0, at)), ...added];
}

/** The conversation proper, and what waits for its turn after it. */
export function splitWaiting(messages: readonly BranchItem[]): {
  readonly spoken: readonly BranchItem[];
  readonly waiting: readonly Message[];
} {
  let end = messages.length;
  for (; end > 0; end -= 1) {
    const item = messages[end - 1];
    if (!item || isDamaged(item) || item.status !== 'queued') break;
  }
  return { spoken: messages.slice(0, end), waiting: messages.slice(end).filter((item): item is Message => !isDamaged(item)) };
}
