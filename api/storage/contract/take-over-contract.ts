import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import { existing, newPerson, sendInput, settleInput, textParts } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function takeOverContract(makePlace: PlaceFactory): void {
  describe('taking over', () => {
    const store = useStore(makePlace);

    test('running turns of nodes that are not named are orphaned, whoever owns them', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const kept = await storage.beginTurn(ada, sendInput(null, 'One', { node: 'living' }));
      const lost = await storage.beginTurn(eve, sendInput(null, 'Two', { node: 'dead' }));
      const queued = await storage.beginTurn(eve, sendInput(lost.answer.id, 'Three', { conversationId: lost.conversation.id }));
      const ids = async (living: readonly string[]): Promise<string[]> => (await storage.listOrphanedTurns(living)).map(({ id }) => id);
      expect(await ids(['living'])).toContain(lost.turn.id);
      expect(await ids(['living'])).not.toContain(kept.turn.id);
      expect(await ids([])).toEqual(expect.arrayContaining([kept.turn.id, lost.turn.id]));
      expect(await ids([])).not.toContain(queued.turn.id);
    });

    test('who takes a turn over has it one epoch further, and its former node is refused', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { turn } = await storage.beginTurn(ada, sendInput(null, 'Hello', { node: 'dead' }));
      const taken = await storage.takeOverTurn(ada, turn.id, { epoch: 1, node: 'node-2' });
      expect(taken).toEqual({ turn: { ...turn, ownerNode: 'node-2', epoch: 2 }, checkpoint: null });
      expect(await storage.getTurn(ada, turn.id)).toEqual(taken!.turn);
      await expect(storage.settleTurn(ada, settleInput(turn.id))).rejects.toMatchObject({ code: 'turn.stale-epoch' });
      expect(await storage.checkpointTurn(ada, turn.id, 1, { seq: 1, parts: [], usage: null })).toBe(false);
      expect(await storage.settleTurn(ada, settleInput(turn.id, { epoch: 2 }))).toMatchObject({ fresh: true, turn: { status: 'done' } });
    });

    test('of several that take a turn over one gets it', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const { turn } = await storage.beginTurn(ada, sendInput(null, 'Hello'));
      const nodes = ['a', 'b', 'c', 'd'];
      const taken = await Promise.all(nodes.map((node) => storage.takeOverTurn(ada, turn.id, { epoch: 1, node })));
      expect(taken.filter((each) => each !== null)).toHaveLength(1);
      expect(await storage.getTurn(ada, turn.id)).toMatchObject({
        epoch: 2,
        ownerNode: taken.find((each) => each !== null)!.turn.ownerNode,
      });
    });

    test('a turn that waits in the queue, has ended, is unknown or is another person’s is not taken', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const one = await storage.beginTurn(ada, sendInput(null, 'One'));
      const queued = await storage.beginTurn(ada, sendInput(one.answer.id, 'Two', { conversationId: one.conversation.id }));
      const take = (scope: typeof ada, id: string, epoch: number) => storage.takeOverTurn(scope, id, { epoch, node: 'n' });
      expect(await take(ada, queued.turn.id, queued.turn.epoch)).toBeNull();
      expect(await take(eve, one.turn.id, 1)).toBeNull();
      expect(await take(ada, uuidv7(), 1)).toBeNull();
      await storage.settleTurn(ada, settleInput(one.turn.id, { status: 'stopped' }));
      expect(await take(ada, one.turn.id, 1)).toBeNull();
    });

    test('a checkpoint is kept apart from the answer, the last one counts, and goes with the settlement', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const { turn, conversation, answer } = await storage.beginTurn(ada, sendInput(null, 'Hello'));
      const usage = { inputTokens: 3, outputTokens: 4 };
      const last = { seq: 7, parts: textParts('Half \u{1f600} an'), usage };
      expect(await storage.checkpointTurn(ada, turn.id, 1, { seq: 3, parts: textParts('Half'), usage: null })).toBe(true);
      expect(await storage.checkpointTurn(ada, turn.id, 1, last)).toBe(true);
      expect(await storage.checkpointTurn(eve, turn.id, 1, { ...last, seq: 9 })).toBe(false);
      expect(await storage.checkpointTurn(ada, uuidv7(), 1, last)).toBe(false);
      expect((await existing(storage, ada, conversation.id, answer.id)).parts).toEqual([]);
      const taken = await storage.takeOverTurn(ada, turn.id, { epoch: 1, node: 'node-2' });
      expect(taken?.checkpoint).toEqual(last);
      await storage.settleTurn(ada, settleInput(turn.id, { epoch: 2 }));
      expect(await storage.checkpointTurn(ada, turn.id, 2, last)).toBe(false);
    });
  });
}
