import { conversationSchema } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { ConversationRow } from '../storage/ports/conversations.ts';
import { presentConversation, presentConversations } from './present-conversation.ts';

const row: ConversationRow & { readonly secret: string } = {
  id: '01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10',
  ownerId: '01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d11',
  title: 'Bees',
  titleSource: 'local',
  settings: {},
  createdAt: 1,
  activityAt: 2,
  deletedAt: null,
  lastOrdinal: 2,
  rev: 3,
  runningTurns: 1,
  state: { activeLeafId: null, readOrdinal: 0, pinned: false, archived: false, draft: '' },
  secret: 'a column of tomorrow',
};

test('lets out the fields of the contract and nothing else', () => {
  const presented = presentConversation(row);
  expect(conversationSchema.strict().parse(presented)).toEqual(presented);
  expect(presented.running).toBe(true);
  expect(JSON.stringify(presented)).not.toMatch(/ownerId|secret/);
});

test('a damaged row is one visible item among the others', () => {
  expect(presentConversations([{ type: 'damaged', id: 'x' }, row])).toEqual([{ type: 'damaged', id: 'x' }, presentConversation(row)]);
});
