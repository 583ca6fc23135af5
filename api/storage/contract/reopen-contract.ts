import { describe, expect, test } from 'vitest';
import { exchange, newPerson, sendInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function reopenContract(makePlace: PlaceFactory): void {
  describe('reopening', () => {
    const store = useStore(makePlace);

    test('everything acknowledged is there again, and counting goes on', async () => {
      const current = store();
      const ada = await newPerson(current.storage);
      const session = {
        id: 'session-1',
        userId: ada.ownerId,
        refreshHash: 'hash-1',
        now: current.clock.now,
        expiresAt: current.clock.now + 1_000,
        userAgent: 'x',
        address: 'y',
        keepAtMost: 5,
      };
      await current.storage.createSession(session);
      await current.storage.putKey(ada, { endpointId: 'openai', sealed: 's', baseUrl: null, updatedAt: 1 });
      const one = await exchange(current.storage, ada, null, 'One');
      const running = await current.storage.beginTurn(ada, sendInput(one.answer.id, 'Two', { conversationId: one.conversation.id }));
      const everything = async (): Promise<unknown> => {
        const { storage } = current;
        return [
          await storage.getUser(ada.ownerId),
          await storage.getSession('session-1'),
          await storage.listKeys(ada),
          await storage.listConversations(ada, { show: 'active', limit: 10 }),
          await storage.readBranch(ada, one.conversation.id, { limit: 10 }),
          await storage.listOrphanedTurns([]),
        ];
      };
      const before = await everything();
      await current.reopen();
      expect(await everything()).toEqual(before);
      expect(
        await current.storage.beginTurn(ada, sendInput(running.answer.id, 'Three', { conversationId: one.conversation.id })),
      ).toMatchObject({
        turn: { status: 'queued' },
        conversation: { rev: running.conversation.rev + 1 },
        userMessage: { ordinal: 5 },
      });
    });

    test('a closed storage refuses to write, and closing twice is closing once', async () => {
      const current = store();
      const { storage } = current;
      const ada = await newPerson(storage);
      await current.reopen();
      await storage[Symbol.asyncDispose]();
      await expect(storage.beginTurn(ada, sendInput(null, 'x'))).rejects.toMatchObject({ code: 'server.storage-unavailable' });
    });
  });
}
