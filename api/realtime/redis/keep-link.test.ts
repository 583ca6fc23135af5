import { expect, test } from 'vitest';
import { keepLink, type KeptLink } from './keep-link.ts';
import type { Link } from './link.ts';

const quietLink: Link = {
  send: async () => 0,
  subscribe: async () => undefined,
  unsubscribe: async () => undefined,
  destroy: () => undefined,
};

test('a link that is lost and at once replaced was gone when the loss was told, and there when the gain was', async () => {
  const lose: ((reason: Error) => void)[] = [];
  const told: string[] = [];
  const kept: KeptLink = keepLink({
    open: async (onDown) => (lose.push(onDown), quietLink),
    probe: 'probe',
    prepare: async () => undefined,
    onUp: () => told.push(`up ${kept.current() !== null}`),
    onDown: () => told.push(`down ${kept.current() !== null}`),
  });
  await expect.poll(() => told).toEqual(['up true']);
  lose[0]!(new Error('lost'));
  await expect.poll(() => told).toEqual(['up true', 'down false', 'up true']);
  kept.close();
});
