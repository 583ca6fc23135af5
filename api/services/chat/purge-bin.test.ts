import { expect, test } from 'vitest';
import { createChatWorld, type ChatWorld } from './__fixtures__/chat-world.ts';
import type { ChatService } from './chat-service.ts';

/** A node on the world's stores and lease, with what its storage was asked to purge. */
function nodeOf(world: ChatWorld, fails: () => boolean = () => false): { chat: ChatService; purges: () => number } {
  let purges = 0;
  const storage = Object.create(world.storage) as typeof world.storage;
  storage.purge = async (before, limit) => {
    purges += 1;
    if (fails()) throw new Error('The disk is full.');
    return world.storage.purge(before, limit);
  };
  return { chat: world.secondNode({ storage }), purges: () => purges };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

test('of several nodes one purges the bin in an hour', async () => {
  await using world = await createChatWorld();
  const nodes = [nodeOf(world), nodeOf(world), nodeOf(world)];
  await Promise.all(nodes.map(({ chat }) => chat.recover()));
  await expect.poll(() => nodes.reduce((sum, { purges }) => sum + purges(), 0)).toBe(1);
  await settled();
  expect(nodes.reduce((sum, { purges }) => sum + purges(), 0)).toBe(1);
});

test('when it could not, another does', async () => {
  await using world = await createChatWorld();
  const failing = nodeOf(world, () => true);
  await failing.chat.recover();
  await expect.poll(failing.purges).toBe(1);
  await settled();
  const next = nodeOf(world);
  await next.chat.recover();
  await expect.poll(next.purges).toBe(1);
});
