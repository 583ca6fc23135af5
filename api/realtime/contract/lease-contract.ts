import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lease } from '../ports.ts';

interface LeaseContractPlace {
  /** Handles of two nodes; the same one where nodes share nothing. */
  readonly nodes: readonly [Lease, Lease];
  /** Makes every lease so many ms older. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const ttl = 60_000;
const newName = (): string => `work:${randomUUID()}`;

/** What every lease promises. */
export function describeLease(name: string, makePlace: () => Promise<LeaseContractPlace>): void {
  describe(`lease: ${name}`, () => {
    let place: LeaseContractPlace;
    let one: Lease;
    let two: Lease;
    beforeAll(async () => {
      place = await makePlace();
      [one, two] = place.nodes;
    });
    afterAll(() => place.close());

    test('is held by one at a time, and not twice by the same', async () => {
      const work = newName();
      expect(await one.acquire(work, 'a', ttl)).toEqual(expect.any(Number));
      expect([await two.acquire(work, 'b', ttl), await one.acquire(work, 'a', ttl)]).toEqual([null, null]);
      expect(await two.acquire(newName(), 'b', ttl)).not.toBeNull();
    });

    test('goes to one of those who race for it', async () => {
      for (let round = 0; round < 5; round += 1) {
        const work = newName();
        const got = await Promise.all(Array.from({ length: 12 }, (_, index) => place.nodes[index % 2]!.acquire(work, `$n${index}`, ttl)));
        expect(got.filter((token) => token !== null)).toHaveLength(1);
      }
    });

    test('is free when its time is over, and its tokens rise', async () => {
      const work = newName();
      const tokens = [await one.acquire(work, 'a', ttl)];
      await place.pass(ttl - 10_000);
      expect(await two.acquire(work, 'b', ttl)).toBeNull();
      await place.pass(10_001);
      tokens.push(await two.acquire(work, 'b', ttl));
      await two.release(work, 'b', tokens[1]!);
      tokens.push(await one.acquire(work, 'a', ttl));
      expect(tokens).not.toContain(null);
      expect(tokens).toEqual(tokens.toSorted((a, b) => a! - b!));
      expect(new Set(tokens).size).toBe(3);
      expect(tokens.every((token) => Number.isSafeInteger(token))).toBe(true);
    });

    test('is renewed by who holds it, and by nobody else', async () => {
      const work = newName();
      const token = (await one.acquire(work, 'a', ttl))!;
      await place.pass(ttl - 10_000);
      expect([await two.renew(work, 'b', token, ttl), await one.renew(work, 'a', token - 1, ttl)]).toEqual([false, false]);
      expect(await one.renew(work, 'a', token, ttl)).toBe(true);
      await place.pass(ttl - 10_000);
      expect(await two.acquire(work, 'b', ttl)).toBeNull();
      await place.pass(10_001);
      expect(await one.renew(work, 'a', token, ttl)).toBe(false);
      const next = (await two.acquire(work, 'b', ttl))!;
      expect([await one.renew(work, 'a', token, ttl), await two.renew(work, 'b', next, ttl)]).toEqual([false, true]);
      expect(await one.renew(newName(), 'a', token, ttl)).toBe(false);
    });

    test('is released by who holds it, and not by who held it', async () => {
      const work = newName();
      const token = (await one.acquire(work, 'a', ttl))!;
      await two.release(work, 'b', token);
      expect(await two.acquire(work, 'b', ttl)).toBeNull();
      await one.release(work, 'a', token);
      expect(await one.renew(work, 'a', token, ttl)).toBe(false);
      expect(await two.acquire(work, 'b', ttl)).not.toBeNull();
      await one.release(work, 'a', token);
      expect(await one.acquire(work, 'a', ttl)).toBeNull();
    });
  });
}
