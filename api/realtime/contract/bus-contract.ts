import { describe, expect, test } from 'vitest';
import type { Bus, BusMessage } from '../ports.ts';

interface BusContract {
  /** Two ends of one bus: the same object on a single node, two connections on several. */
  create(): Promise<{ publisher: Bus; subscriber: Bus; close(): PromiseLike<void> }>;
  /** Resolves when a subscription made before is in force and a message published before has arrived. */
  settle(): Promise<void>;
}

const hint: BusMessage = { kind: 'hint', hint: { type: 'endpoints' } };
const stop: BusMessage = { kind: 'stop' };

/** What every bus promises. */
export function describeBus(name: string, { create, settle }: BusContract): void {
  describe(`bus: ${name}`, () => {
    test('carries messages of a topic to every listener, in order', async () => {
      const { publisher, subscriber, close } = await create();
      const first: BusMessage[] = [];
      const second: BusMessage[] = [];
      subscriber.subscribe('user:a', (message) => first.push(message));
      subscriber.subscribe('user:a', (message) => second.push(message));
      await settle();
      publisher.publish('user:a', hint);
      publisher.publish('user:b', stop);
      publisher.publish('user:a', stop);
      await settle();
      expect(first).toEqual([hint, stop]);
      expect(second).toEqual([hint, stop]);
      await close();
    });

    test('says nothing to a listener that left, and goes on for the others', async () => {
      const { publisher, subscriber, close } = await create();
      const heard: string[] = [];
      const leave = subscriber.subscribe('stop:t', () => heard.push('left'));
      subscriber.subscribe('stop:t', () => heard.push('stays'));
      await settle();
      leave();
      leave();
      publisher.publish('stop:t', stop);
      await settle();
      expect(heard).toEqual(['stays']);
      await close();
    });

    test('takes the same function twice as two subscriptions', async () => {
      const { publisher, subscriber, close } = await create();
      let heard = 0;
      const listener = (): void => void (heard += 1);
      const leave = subscriber.subscribe('a', listener);
      subscriber.subscribe('a', listener);
      leave();
      await settle();
      publisher.publish('a', stop);
      await settle();
      expect(heard).toBe(1);
      await close();
    });

    test('never calls a listener inside publish', async () => {
      const { publisher, subscriber, close } = await create();
      let heard = 0;
      subscriber.subscribe('a', () => void (heard += 1));
      await settle();
      publisher.publish('a', stop);
      expect(heard).toBe(0);
      await settle();
      expect(heard).toBe(1);
      await close();
    });
  });
}
