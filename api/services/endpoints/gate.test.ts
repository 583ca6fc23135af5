import { expect, test } from 'vitest';
import { createGate, type GateRules } from './gate.ts';

const rules: GateRules = { most: 2, waiting: 3, patience: 60_000, name: 'Vendor' };
const { signal } = new AbortController();
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('lets so many in, the rest in the order of their coming, and refuses whom it has no place for', async () => {
  const gate = createGate(rules);
  const leave = [await gate.enter(signal), await gate.enter(signal)];
  const came: number[] = [];
  const waiting = [0, 1, 2].map(async (each) => {
    const out = await gate.enter(signal);
    came.push(each);
    return out;
  });
  expect([gate.inside, gate.outside]).toEqual([2, 3]);
  await expect(gate.enter(signal)).rejects.toMatchObject({
    code: 'endpoint.busy',
    message: 'Vendor: 2 answers are being written and 3 wait.',
  });
  leave[1]!();
  leave[1]!();
  await tick();
  expect(came).toEqual([0]);
  leave[0]!();
  (await waiting[0]!)();
  await tick();
  expect(came).toEqual([0, 1, 2]);
  for (const out of waiting.slice(1)) (await out)();
  expect([gate.inside, gate.outside]).toEqual([0, 0]);
});

test('whoever goes away while waiting leaves the place to the next', async () => {
  const gate = createGate({ ...rules, most: 1 });
  const leave = await gate.enter(signal);
  const going = new AbortController();
  const gone = gate.enter(going.signal);
  const next = gate.enter(signal);
  going.abort(new Error('stopped'));
  await expect(gone).rejects.toThrow('stopped');
  leave();
  (await next)();
  expect([gate.inside, gate.outside]).toEqual([0, 0]);
  await expect(gate.enter(going.signal)).rejects.toThrow('stopped');
});

test('nobody waits for ever', async () => {
  const gate = createGate({ ...rules, most: 1, patience: 20 });
  await gate.enter(signal);
  await expect(gate.enter(signal)).rejects.toMatchObject({ code: 'endpoint.busy' });
  expect(gate.outside).toBe(0);
});

test('new rules let in who fits by them, and no limit is none', async () => {
  const gate = createGate({ ...rules, most: 1 });
  await gate.enter(signal);
  const waiting = [gate.enter(signal), gate.enter(signal)];
  gate.change({ ...rules, most: 0 });
  await Promise.all(waiting);
  await Promise.all(Array.from({ length: 50 }, () => gate.enter(signal)));
  expect(gate.inside).toBe(53);
});
