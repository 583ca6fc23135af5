import { describe, expect, test } from 'vitest';
import { exchange, newPerson, sendInput, settleInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function racesContract(makePlace: PlaceFactory): void {
  describe('races', () => {
    const store = useStore(makePlace);

    test('of twenty identical requests at once one is fresh and all have the same result', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const input = sendInput(null, 'Once');
      const begun = await Promise.all(Array.from({ length: 20 }, () => storage.beginTurn(ada, input)));
      expect(begun.filter((each) => each.fresh)).toHaveLength(1);
      for (const each of begun) expect({ ...each, fresh: true }).toEqual({ ...begun[0], fresh: true });
      expect(await witness.messages(input.conversationId)).toHaveLength(2);
    });

    test('fifty different sends at once get the ordinals 1 to n', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const { conversation } = await exchange(storage, ada, null, 'First');
      const sends = Array.from({ length: 50 }, (_, index) => sendInput(null, `Root ${index}`, { conversationId: conversation.id }));
      const begun = await Promise.all(sends.map((input) => storage.beginTurn(ada, input)));
      const messages = await witness.messages(conversation.id);
      expect(messages.map((message) => message.ordinal)).toEqual(Array.from({ length: 102 }, (_, index) => index + 1));
      for (const { userMessage, answer } of begun) expect(answer.ordinal).toBe(userMessage!.ordinal + 1);
      expect((await storage.getConversation(ada, conversation.id))?.lastOrdinal).toBe(102);
    });

    test('a refusal in the midst of others harms none of them', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { conversation, answer } = await exchange(storage, ada, null, 'First');
      const inputs = Array.from({ length: 30 }, (_, index) =>
        sendInput(index % 3 === 0 ? conversation.id : null, `Send ${index}`, { conversationId: conversation.id }),
      );
      const results = await Promise.allSettled(inputs.map((input) => storage.beginTurn(ada, input)));
      for (const [index, result] of results.entries()) {
        if (index % 3 === 0) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'message.not-found' } });
        else expect(result.status).toBe('fulfilled');
      }
      expect((await storage.getConversation(ada, conversation.id))?.lastOrdinal).toBe(answer.ordinal + 40);
    });

    test('the cap of running turns holds against many beginning at once', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const results = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) => storage.beginTurn(ada, sendInput(null, `Talk ${index}`, { runningCap: 5 }))),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(5);
      expect(await storage.listActiveTurns(ada)).toHaveLength(5);
    });

    test('of many settlements at once one counts and the next turn starts once', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const running = await storage.beginTurn(ada, sendInput(null, 'Running'));
      await storage.beginTurn(ada, sendInput(running.answer.id, 'Queued', { conversationId: running.conversation.id }));
      const settled = await Promise.all(Array.from({ length: 10 }, () => storage.settleTurn(ada, settleInput(running.turn.id))));
      expect(settled.filter((each) => each.fresh)).toHaveLength(1);
      expect(settled.filter((each) => each.next !== null)).toHaveLength(1);
    });

    test('changes of many conversations at once each get a rev of their own', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const talks = await Promise.all(Array.from({ length: 20 }, (_, index) => exchange(storage, ada, null, `Talk ${index}`)));
      const rows = await Promise.all(talks.map(({ conversation }) => storage.updateState(ada, conversation.id, { draft: 'x' })));
      const revs = rows.map((each) => each!.rev);
      expect(new Set(revs).size).toBe(20);
      const { rev } = await storage.listConversations(ada, { show: 'active', limit: 1 });
      expect(Math.max(...revs)).toBe(rev);
    });
  });
}
