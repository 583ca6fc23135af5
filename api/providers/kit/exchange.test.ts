import { limits } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import { exchange } from './exchange.ts';

const chunk = Buffer.alloc(262_144, 'x');

/** How much of an answer without end is taken before it is cut off, in bytes. */
async function takes(trust: EgressRequest['trust'], begin: string): Promise<number> {
  let taken = 0;
  const endless: Pick<Egress, 'stream'> = {
    async stream(_request, { onHead, onData }) {
      onHead(200, {});
      onData(Buffer.from(begin));
      for (; taken < limits.providerLineBytes * 2; taken += chunk.length) onData(chunk);
    },
  };
  const request = { method: 'POST', url: 'https://model.example/', headers: {}, trust, signal: new AbortController().signal } as const;
  await expect(exchange(endless as Egress, request, () => undefined)).rejects.toMatchObject({ code: 'provider.answer-too-large' });
  return taken;
}

test.each([
  ['operator', limits.providerLineBytes, limits.providerJsonBytes],
  ['person', limits.strangerLineBytes, limits.strangerJsonBytes],
] as const)('from an address that was named by the %s, an event and a document are so long at most', async (trust, line, document) => {
  for (const [begin, most] of [
    ['data: ', line],
    ['{"a":"', document],
  ] as const) {
    const taken = await takes(trust, begin);
    expect(taken).toBeGreaterThan(most - 2 * chunk.length);
    expect(taken).toBeLessThan(most + 2 * chunk.length);
  }
});
