import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import type { NodeStore } from '../ports/nodes.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Long enough for a store to be slow, short enough to be waited for. */
const deadAfter = 1_500;

/** What stores promise that several processes can have open. */
export function nodesContract(makePlace: PlaceFactory): void {
  describe('nodes', () => {
    const store = useStore(makePlace);
    const nodes = (): NodeStore => store().storage.nodes!;
    const silence = async (id: string): Promise<number | undefined> => (await nodes().list()).find((node) => node.id === id)?.silentFor;
    const allGone = async (): Promise<void> => {
      for (const { id } of await nodes().list()) {
        await nodes().leave(id);
        await nodes().forget(id, 0);
      }
    };

    test('many join beside each other; one that must be alone is answered who is there', async () => {
      const [a, b, alone] = [uuidv7(), uuidv7(), uuidv7()];
      expect(await nodes().join({ node: a, alone: false }, deadAfter)).toBeNull();
      expect(await nodes().join({ node: b, alone: false }, deadAfter)).toBeNull();
      expect([a, b]).toContain(await nodes().join({ node: alone, alone: true }, deadAfter));
      expect((await nodes().list()).map(({ id }) => id)).toEqual([a, b].toSorted());
      await allGone();
      expect(await nodes().list()).toEqual([]);
    });

    test('nobody joins beside one that is alone, until it left or was silent for too long', async () => {
      const [alone, other, third] = [uuidv7(), uuidv7(), uuidv7()];
      expect(await nodes().join({ node: alone, alone: true }, deadAfter)).toBeNull();
      expect(await nodes().join({ node: alone, alone: true }, deadAfter)).toBeNull();
      expect(await nodes().join({ node: other, alone: false }, deadAfter)).toBe(alone);
      await nodes().leave(alone);
      expect(await nodes().join({ node: other, alone: true }, deadAfter)).toBeNull();
      await pause(deadAfter);
      expect(await nodes().join({ node: third, alone: true }, deadAfter)).toBeNull();
      await allGone();
    });

    test('of nodes that must be alone and join at once one is there', async () => {
      const ids = Array.from({ length: 4 }, () => uuidv7());
      const answers = await Promise.all(ids.map((node) => nodes().join({ node, alone: true }, 60_000)));
      const [winner] = ids.filter((_, index) => answers[index] === null);
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      expect(answers.filter((answer) => answer !== null)).toEqual([winner, winner, winner]);
      await allGone();
    });

    test('a beat ends the silence, a leave makes it endless, and only the dead are forgotten', async () => {
      const node = uuidv7();
      await nodes().join({ node, alone: false }, deadAfter);
      await pause(300);
      const before = (await silence(node))!;
      expect(before).toBeGreaterThanOrEqual(250);
      await nodes().beat({ node, alone: false });
      expect(await silence(node)).toBeLessThan(before);
      await nodes().forget(node, deadAfter);
      expect(await silence(node)).toBeDefined();
      await nodes().leave(node);
      expect(await silence(node)).toBe(Number.POSITIVE_INFINITY);
      await nodes().forget(node, deadAfter);
      expect(await silence(node)).toBeUndefined();
      await nodes().leave(node);
      await nodes().forget(node, deadAfter);
      expect(await silence(node)).toBeUndefined();
      await nodes().beat({ node, alone: true });
      expect((await nodes().list()).find(({ id }) => id === node)).toMatchObject({ alone: true });
      await allGone();
    });
  });
}
