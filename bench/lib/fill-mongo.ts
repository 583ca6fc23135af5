import type { Db } from 'mongodb';
import { blankMessage } from '../../api/storage/kit/blank-message.ts';
import { collectionsOf } from '../../api/storage/mongo/collections.ts';
import { fromNewConversation, type StoredConversation } from '../../api/storage/mongo/rows/conversation-row.ts';
import { fromMessageRow, type StoredMessage } from '../../api/storage/mongo/rows/message-row.ts';
import { fromTurnRow, type StoredTurn } from '../../api/storage/mongo/rows/turn-row.ts';
import { activityOf, commonWord, idAt, lineText, rareWord, type Household } from './household.ts';
import { skipsOfLine } from './skips-of-line.ts';

/** Documents sent at once. */
const batch = 1_000;

async function inBatches<Item>(count: number, make: (index: number) => Item, write: (items: Item[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += batch) {
    const length = Math.min(batch, count - start);
    await write(Array.from({ length }, (_, offset) => make(start + offset)));
  }
}

function titleOf(index: number): string {
  if (index === 0) return `About a ${rareWord}`;
  return `A question about ${index % 10 === 0 ? `the ${commonWord}` : 'something else'}, number ${index}`;
}

const conversation = (ownerId: string, id: string, title: string, now: number, rev: number): StoredConversation =>
  fromNewConversation({ id, ownerId, title, titleSource: 'local', settings: {}, copiedFrom: null, now }, rev);

function messageAt({ conversationId, talker, model }: Household, index: number, skip: number): StoredMessage {
  const isAnswer = index % 2 === 1;
  const row = {
    ...blankMessage,
    id: idAt('message', index),
    conversationId,
    parentId: index === 0 ? null : idAt('message', index - 1),
    parentOrdinal: index,
    ordinal: index + 1,
    role: isAnswer ? ('assistant' as const) : ('user' as const),
    status: 'done' as const,
    stopReason: isAnswer ? ('end' as const) : null,
    model: isAnswer ? model : null,
    parts: [{ type: 'text' as const, id: 'p1', text: lineText }],
    turnId: idAt('turn', index >> 1),
    createdAt: activityOf(index),
  };
  return fromMessageRow(row, { ownerId: talker.ownerId, depth: index + 1, skip });
}

function turnAt({ conversationId, talker, model }: Household, index: number): StoredTurn {
  const at = activityOf(index * 2 + 1);
  const row = {
    id: idAt('turn', index),
    ownerId: talker.ownerId,
    conversationId,
    answerId: idAt('message', index * 2 + 1),
    userMessageId: idAt('message', index * 2),
    kind: 'send' as const,
    status: 'done' as const,
    model,
    settings: {},
    ownerNode: 'bench',
    epoch: 1,
    stopReason: 'end' as const,
    error: null,
    createdAt: at,
    endedAt: at,
  };
  return fromTurnRow(row, { seq: index + 1, digest: 'digest' });
}

/** The same as `fillSqlite`, on MongoDB: documents as the verbs would have written them, a thousand at a time. */
export async function fillMongo(db: Db, household: Household, count: number): Promise<void> {
  const { lister, talker, conversationId } = household;
  const into = collectionsOf(db);
  await inBatches(
    count,
    (index) => conversation(lister.ownerId, idAt('conversation', index), titleOf(index), activityOf(index), index + 1),
    (items) => into.conversations.insertMany(items),
  );
  const skips = skipsOfLine(count);
  await inBatches(
    count,
    (index) => messageAt(household, index, skips[index + 1]!),
    (items) => into.messages.insertMany(items),
  );
  await inBatches(
    count >> 1,
    (index) => turnAt(household, index),
    (items) => into.turns.insertMany(items),
  );
  const long = conversation(talker.ownerId, conversationId, 'A long conversation', activityOf(count), 1);
  const state = { ...long.state, activeLeafId: idAt('message', count - 1), readOrdinal: count };
  await into.conversations.insertOne({ ...long, state, nextOrdinal: count + 1, lastOrdinal: count });
  const owners = { lister: { rev: count, seq: 0 }, talker: { rev: 1, seq: count } };
  for (const [who, numbers] of Object.entries(owners)) {
    const { ownerId } = who === 'lister' ? lister : talker;
    await into.owners.updateOne({ _id: ownerId }, { $set: { lock: 1, running: 0, ...numbers } }, { upsert: true });
  }
}
