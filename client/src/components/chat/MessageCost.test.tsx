import '../../localization/transcript-words.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { configQuery } from '../../hooks/use-config.ts';
import { MessageCost } from './MessageCost.tsx';

afterEach(cleanup);

test.each([
  ['money is about so much', { nanodollars: 204_000_000 }, '10 tokens · ≈ $0.20'],
  ['free is free', {}, '10 tokens · Free'],
  ['unknown is unknown', { unpriced: 1 }, '10 tokens · Price unknown'],
])('of an estimated answer %s', (_, more, shown) => {
  const none = { cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0, nanodollars: 0, unpriced: 0 };
  const cost = { ...none, calls: 1, inputTokens: 16, outputTokens: 10, estimated: 1, ...more };
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(configQuery.queryKey, { interface: { contextCost: true } } as never);
  const { container } = render(
    <QueryClientProvider client={client}>
      <MessageCost message={{ cost, usage: null }} />
    </QueryClientProvider>,
  );
  expect(container.querySelector('[aria-hidden]')?.textContent).toBe(shown);
});
