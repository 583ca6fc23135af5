import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../ports/scope.ts';
import { exchange, newPerson, row } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function selectContract(makePlace: PlaceFactory): void {
  describe('choosing a version', () => {
    const store = useStore(makePlace);

    /** Two roots; the first has a line of three answers and, beside its second, a newer one. */
    async function tree(scope: Scope) {
      const { storage } = store();
      const first = await exchange(storage, scope, null, 'First root');
      const conversationId = first.conversation.id;
      const under = (parentId: string | null, text: string) => exchange(storage, scope, parentId, text, { conversationId });
      const old = await under(first.answer.id, 'Old');
      const deep = await under(old.answer.id, 'Deep');
      const newer = await under(first.answer.id, 'Newer');
      const second = await under(null, 'Second root');
      const select = async (messageId: string, leavingId?: string): Promise<string | null> =>
        row(await storage.selectMessage(scope, conversationId, messageId, leavingId)).state.activeLeafId;
      return { conversationId, first: first.userMessage!.id, old, deep, newer, second, select };
    }

    test('goes to the newest descendant of what was never left', async () => {
      const { storage } = store();
      const { first, newer, deep, old, select } = await tree(await newPerson(storage));
      expect(await select(first)).toBe(newer.answer.id);
      expect(await select(old.userMessage!.id)).toBe(deep.answer.id);
      expect(await select(deep.answer.id)).toBe(deep.answer.id);
    });

    test('goes back to the leaf last seen there, and on to what has grown under it', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId, first, deep, second, select } = await tree(ada);
      await select(deep.answer.id);
      expect(await select(second.userMessage!.id, first)).toBe(second.answer.id);
      expect(await select(first, second.userMessage!.id)).toBe(deep.answer.id);
      await select(second.userMessage!.id, first);
      const grown = await exchange(storage, ada, deep.answer.id, 'Grown', { conversationId });
      await select(second.answer.id);
      expect(await select(first)).toBe(grown.answer.id);
    });

    test('forgets a leaf that was deleted', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId, first, deep, newer, second, select } = await tree(ada);
      await select(deep.answer.id);
      await select(second.userMessage!.id, first);
      await storage.deleteSubtree(ada, conversationId, deep.userMessage!.id, 9);
      expect(await select(first)).toBe(newer.answer.id);
    });

    test('ignores a message left that is no sibling or not above the active leaf', async () => {
      const { storage } = store();
      const { first, old, newer, second, select } = await tree(await newPerson(storage));
      expect(await select(old.userMessage!.id, second.userMessage!.id)).not.toBe(second.answer.id);
      await select(second.userMessage!.id, old.userMessage!.id);
      expect(await select(second.userMessage!.id, first)).toBe(second.answer.id);
      expect(await select(first, uuidv7())).toBe(newer.answer.id);
    });

    test('a version that was not in view keeps the leaf seen there before', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId, first, deep, second, select } = await tree(ada);
      const third = await exchange(storage, ada, null, 'Third root', { conversationId });
      await select(deep.answer.id);
      await select(second.userMessage!.id, first);
      await select(third.userMessage!.id, first);
      expect(await select(first, third.userMessage!.id)).toBe(deep.answer.id);
    });

    test('an edit or a regeneration remembers where it left', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId, first, deep, select } = await tree(ada);
      await select(deep.answer.id);
      await exchange(storage, ada, null, 'Edited root', { conversationId, leavingId: first });
      expect(await select(first)).toBe(deep.answer.id);
    });

    test('names what is not there', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversationId, first } = await tree(ada);
      const other = await exchange(storage, ada, null, 'Other');
      expect(await storage.selectMessage(ada, uuidv7(), first)).toBeNull();
      expect(await storage.selectMessage(ada, conversationId, uuidv7())).toBe('no-message');
      expect(await storage.selectMessage(ada, conversationId, other.answer.id)).toBe('no-message');
    });
  });
}
