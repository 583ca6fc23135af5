import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryBus } from '../../realtime/memory/create-memory-bus.ts';
import { createOperatorNotices, type OperatorNotices } from './operator-notices.ts';

beforeEach(() => void vi.useFakeTimers());
const soon = (ms = 1): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
afterEach(() => void vi.useRealTimers());

function place(): { node(name: string): OperatorNotices; readonly told: number } {
  const bus = createMemoryBus();
  let told = 0;
  bus.subscribe('user:ada', () => void (told += 1));
  return {
    node: (name) => createOperatorNotices({ bus, node: name, now: () => Date.now() }),
    get told() {
      return told;
    },
  };
}

test('every node tells what any of them refused, until that is mended', async () => {
  const here = place();
  const [one, two] = [here.node('one'), here.node('two')];
  expect(two.read('ada')).toEqual([]);
  one.refuseConfiguration(['parley.yaml:3:1: chat: unknown key']);
  await soon();
  for (const node of [one, two])
    expect(node.read('ada')).toMatchObject([{ node: 'one', sentences: ['parley.yaml:3:1: chat: unknown key'] }]);
  expect(here.told).toBe(1);
  one.acceptConfiguration();
  await soon();
  for (const node of [one, two]) expect(node.read('ada')).toEqual([]);
  expect(here.told).toBeGreaterThan(1);
});

test('a node that begins later hears of it, and one that is gone is forgotten', async () => {
  const here = place();
  const one = here.node('one');
  one.refuseConfiguration(['wrong']);
  const late = here.node('late');
  expect(late.read('ada')).toEqual([]);
  await soon(20_001);
  expect(late.read('ada')).toHaveLength(1);
  one[Symbol.dispose]();
  await soon(120_000);
  expect(late.read('ada')).toEqual([]);
});

test('what is said is bounded', () => {
  const one = place().node('one');
  one.refuseConfiguration(Array.from({ length: 100 }, () => 'x'.repeat(10_000)));
  const [notice] = one.read('ada');
  expect(notice!.sentences).toHaveLength(20);
  expect(notice!.sentences[0]).toHaveLength(500);
});
