import { expect, test } from 'vitest';
import { createReadiness, type ReadinessDependencies } from './readiness.ts';

const healthy: ReadinessDependencies = {
  storage: { ping: async () => undefined, getUser: async () => null },
  turnLog: { durable: () => true, answering: () => true },
  started: () => true,
  draining: () => false,
  now: Date.now,
  patience: 20,
};

test('a process whose parts answer is ready', async () => {
  expect(await createReadiness(healthy)()).toEqual({ ready: true, reasons: [], degraded: [] });
});

test('each reason has its code', async () => {
  const reasonsOf = async (change: Partial<ReadinessDependencies>): Promise<readonly string[]> =>
    (await createReadiness({ ...healthy, ...change })()).reasons;
  expect(await reasonsOf({ started: () => false })).toEqual(['starting']);
  expect(await reasonsOf({ draining: () => true })).toEqual(['draining']);
  expect(await reasonsOf({ turnLog: { durable: () => true, answering: () => false } })).toEqual(['turn-log.unavailable']);
  const refused = { ...healthy.storage, ping: () => Promise.reject(new Error('mongodb://user:secret@host went away')) };
  expect(await reasonsOf({ storage: refused })).toEqual(['storage.unavailable']);
});

test('a storage without a ping is asked for a person nobody is', async () => {
  const asked: string[] = [];
  const storage = { getUser: async (id: string) => (asked.push(id), null) };
  expect((await createReadiness({ ...healthy, storage })()).ready).toBe(true);
  expect(asked).toHaveLength(1);
});

test('a storage that hangs is not waited for, and is asked one question however many want to know', async () => {
  let questions = 0;
  const hanging = Promise.withResolvers<void>();
  const readiness = createReadiness({ ...healthy, storage: { ...healthy.storage, ping: () => ((questions += 1), hanging.promise) } });
  const answers = await Promise.all(Array.from({ length: 50 }, readiness));
  for (const { reasons } of answers) expect(reasons).toEqual(['storage.unavailable']);
  expect(questions).toBe(1);
  hanging.resolve();
  await expect.poll(async () => (await readiness()).ready).toBe(true);
  expect(questions).toBe(1);
});

test('an answer counts for a second', async () => {
  let [clock, questions] = [0, 0];
  const storage = { ...healthy.storage, ping: async () => void (questions += 1) };
  const readiness = createReadiness({ ...healthy, storage, now: () => clock });
  await readiness();
  await readiness();
  clock = 1_001;
  await readiness();
  expect(questions).toBe(2);
});

test('a turn log that is not durable is said and takes nobody away', async () => {
  const turnLog = { durable: () => false };
  expect(await createReadiness({ ...healthy, turnLog })()).toEqual({ ready: true, reasons: [], degraded: ['turn-log.not-durable'] });
});
