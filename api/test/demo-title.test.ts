import { expect, test } from 'vitest';
import { createDemoProvider } from '../providers/demo/create-demo-provider.ts';
import { titleCall } from '../services/chat/title-call.ts';

test.each([[undefined], ['Name this chat:']])('the demo names a conversation when it is asked to as everybody is (%s)', async (prompt) => {
  const call = titleCall(
    'demo',
    { titles: prompt === undefined ? {} : { prompt } },
    'Tell me a story about the sea.',
    'On the sea I can only guess.',
  );
  let title = '';
  for await (const event of createDemoProvider().stream(call, new AbortController().signal))
    if (event.type === 'text-delta') title += event.delta;
  expect(title).toBe('Tell me a story about the');
});
