import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLogger } from '../../logger.ts';
import type { LivingNode, NodeRow, NodeStore } from '../../storage/ports/nodes.ts';
import { createMembership, type Membership } from './membership.ts';

const times = { beatEvery: 300, deadAfter: 1_000, lookEvery: 100, sweepEvery: 30_000 };

/** A store whose clock is the test's, and which may be away. */
function makeStore(): NodeStore & { away: boolean; readonly released: string[][] } {
  const rows = new Map<string, LivingNode & { seenAt: number }>();
  const now = (): number => performance.now();
  const store = {
    away: false,
    released: [] as string[][],
    async join(node: LivingNode, deadAfter: number) {
      const other = [...rows.values()].find((row) => row.node !== node.node && now() - row.seenAt < deadAfter && (row.alone || node.alone));
      if (other === undefined) await store.beat(node);
      return other?.node ?? null;
    },
    async beat(node: LivingNode) {
      if (store.away) throw new Error('away');
      rows.set(node.node, { ...node, seenAt: now() });
    },
    async leave(node: string) {
      const row = rows.get(node);
      if (row !== undefined) rows.set(node, { ...row, seenAt: -Infinity });
    },
    async release(living: readonly string[]) {
      store.released.push([...living]);
    },
    async forget(node: string, deadAfter: number) {
      if (now() - (rows.get(node)?.seenAt ?? 0) >= deadAfter) rows.delete(node);
    },
    async list(): Promise<NodeRow[]> {
      if (store.away) throw new Error('away');
      return [...rows.values()].map(({ node, alone, seenAt }) => ({ id: node, alone, silentFor: now() - seenAt }));
    },
  };
  return store;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const shared = (store: NodeStore, node: string): Membership =>
  createMembership({ nodes: store, self: { node, alone: false }, logger: silentLogger, times });

/** A node that joined and says who it heard was lost; what it answers is whether nothing of them is left. */
async function watching(
  store: NodeStore,
  node: string,
  answer: () => boolean = () => true,
): Promise<{ lost: string[][]; membership: Membership }> {
  const membership = shared(store, node);
  expect(await membership.join()).toBeNull();
  const lost: string[][] = [];
  membership.watch(async (living) => {
    lost.push([...living]);
    return answer();
  });
  return { lost, membership };
}

const ids = async (store: NodeStore): Promise<string[]> => (await store.list()).map(({ id }) => id);

test('one that falls silent is lost after that time, once, and forgotten', async () => {
  const store = makeStore();
  const { lost } = await watching(store, 'a');
  await store.join({ node: 'b', alone: false }, times.deadAfter);
  await vi.advanceTimersByTimeAsync(900);
  expect(lost).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(lost).toEqual([['a']]);
  // What the dead one held stands in nobody's way when its turns are taken over.
  expect(store.released).toEqual([[], ['a']]);
  expect(await ids(store)).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lost).toHaveLength(1);
});

test('one that gives signs of life is not lost, and one that leaves is lost at once', async () => {
  const store = makeStore();
  const { lost } = await watching(store, 'a');
  const other = await watching(store, 'b');
  await vi.advanceTimersByTimeAsync(5_000);
  expect([lost, other.lost]).toEqual([[], []]);
  await other.membership.leave();
  await vi.advanceTimersByTimeAsync(150);
  expect(lost).toEqual([['a']]);
});

test('what could not be taken over is tried again, and its node not forgotten', async () => {
  const store = makeStore();
  let works = false;
  const { lost } = await watching(store, 'a', () => works);
  await store.join({ node: 'b', alone: false }, times.deadAfter);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(lost.length).toBeGreaterThan(1);
  expect(await ids(store)).toContain('b');
  works = true;
  await vi.advanceTimersByTimeAsync(500);
  expect(await ids(store)).toEqual(['a']);
});

test('while the store was away nobody could be heard, and nobody is judged by it', async () => {
  const store = makeStore();
  const { lost } = await watching(store, 'a');
  const other = await watching(store, 'b');
  await vi.advanceTimersByTimeAsync(2_000);
  store.away = true;
  await vi.advanceTimersByTimeAsync(5_000);
  store.away = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect([lost, other.lost]).toEqual([[], []]);
});

test('one that died while the store was away is missed once the others have been heard for long enough', async () => {
  const store = makeStore();
  const { lost } = await watching(store, 'a');
  await store.join({ node: 'b', alone: false }, times.deadAfter);
  store.away = true;
  await vi.advanceTimersByTimeAsync(5_000);
  store.away = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(lost).toEqual([]);
  await vi.advanceTimersByTimeAsync(700);
  expect(lost).toEqual([['a']]);
});

test('whoever must be alone waits for the one before to be gone, and says who is there when it is not', async () => {
  const store = makeStore();
  await store.join({ node: 'before', alone: true }, times.deadAfter);
  const alone = createMembership({ nodes: store, self: { node: 'a', alone: true }, logger: silentLogger, times });
  const joined = alone.join();
  await vi.advanceTimersByTimeAsync(1_200);
  expect(await joined).toBeNull();
  const third = createMembership({ nodes: store, self: { node: 'c', alone: true }, logger: silentLogger, times });
  alone.watch(async () => true);
  const refused = third.join();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await refused).toBe('a');
});

test('where no other process can be there, nothing is watched', async () => {
  const membership = createMembership({ nodes: null, self: { node: 'a', alone: true }, logger: silentLogger, times });
  expect(await membership.join()).toBeNull();
  expect(await membership.living()).toEqual(['a']);
  membership.watch(async () => {
    throw new Error('never');
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await membership.leave();
});
