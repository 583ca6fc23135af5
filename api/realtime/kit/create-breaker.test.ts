import { expect, test } from 'vitest';
import { createBreaker } from './create-breaker.ts';

function setUp(patience = 1_000) {
  const said: string[] = [];
  let time = 0;
  const breaker = createBreaker({
    logger: { info: (_, message) => said.push(message), error: ({ reason }, message) => said.push(`${message} ${String(reason)}`) },
    lost: 'lost',
    back: 'back',
    patience,
    now: () => time,
  });
  return { breaker, said, pass: (ms: number) => void (time += ms) };
}

test('says once that a store is lost and once that it is back, and asks a lost one once a second', async () => {
  const { breaker, said, pass } = setUp();
  let asked = 0;
  const ask = async (fails: boolean): Promise<string> => {
    asked += 1;
    if (fails) throw new Error('away');
    return 'store';
  };
  const run = (fails: boolean): Promise<string> =>
    breaker.run(
      () => ask(fails),
      () => 'instead',
    );
  expect(await run(false)).toBe('store');
  expect(await Promise.all([run(true), run(true)])).toEqual(['instead', 'instead']);
  expect(await run(false)).toBe('instead');
  expect(asked).toBe(3);
  pass(1_000);
  expect(await Promise.all([run(true), run(true), run(true)])).toEqual(['instead', 'instead', 'instead']);
  expect(asked).toBe(4);
  pass(1_000);
  expect(await run(false)).toBe('store');
  expect(await run(false)).toBe('store');
  expect(said).toEqual(['lost Error: away', 'back']);
});

test('does not wait for a store that holds on, nor trip over its late failure', async () => {
  const { breaker, said } = setUp(5);
  const held = Promise.withResolvers<string>();
  expect(
    await breaker.run(
      () => held.promise,
      () => 'instead',
    ),
  ).toBe('instead');
  held.reject(new Error('late'));
  await Promise.resolve();
  expect(said).toEqual(['lost Error: no answer within 5 ms']);
});
