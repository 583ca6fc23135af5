import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import type { EndpointAccess } from '../port.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer((options) =>
    createAnthropicMessagesProvider({ ...options, tokens: ({ email }) => Promise.resolve(`token of ${email}`.replaceAll(' ', '-')) }),
  );
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = {
  body: 'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ok"}}\n\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\ndata: {"type":"message_stop"}\n\n',
};
const access: Partial<EndpointAccess> = {
  key: null,
  google: { vertex: { project: 'p-1', location: 'us-east5', account: { email: 'a@p-1', privateKey: '', tokenUrl: 'http://127.0.0.1:1' } } },
};

// Reference: platform.claude.com, Claude on Vertex AI: the model in the address, the version in the body.
test('asks Claude on Vertex in its project and region, with a token', async () => {
  const { asked, events } = await replayer.stream(ok, { model: 'claude-sonnet-4-5@20250929' }, access);
  expect(tell(events)).toEqual(['text: ok', 'finish end']);
  expect(asked[0]).toMatchObject({
    path: '/v1/projects/p-1/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5%4020250929:streamRawPredict',
    headers: { authorization: 'Bearer token-of-a@p-1' },
  });
  expect(asked[0]?.headers['x-api-key']).toBeUndefined();
  expect(asked[0]?.body).toMatchObject({ anthropic_version: 'vertex-2023-10-16', stream: true, max_tokens: 32_000 });
  expect(asked[0]?.body).not.toHaveProperty('model');
});

test('calls a model by its name at Vertex, whose settings it has', async () => {
  const vertex = { ...access.google!.vertex!, names: { 'claude-sonnet-4.5': 'claude-sonnet-4-5@20250929', constructor: 'x' } };
  const named = { ...access, google: { vertex } };
  const { asked, events } = await replayer.stream(ok, { model: 'claude-sonnet-4.5', thinkingBudget: 2_000 }, named);
  expect(tell(events)).toEqual(['text: ok', 'finish end']);
  expect(asked[0]?.path).toContain('/claude-sonnet-4-5%4020250929:streamRawPredict');
  expect(asked[0]?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 2_000 } });
  expect((await replayer.stream(ok, { model: 'toString' }, named)).asked[0]?.path).toContain('/toString:streamRawPredict');
});

test('reads the names of the models that Vertex has of Anthropic', async () => {
  const page = (id: string, nextPageToken?: string) => ({
    body: JSON.stringify({
      publisherModels: [{ name: `publishers/anthropic/models/${id}` }, { name: 'publishers/anthropic/models/x' }],
      nextPageToken,
    }),
  });
  const { models, asked } = await replayer.models([page('claude-opus-4-1', 'n'), page('claude-haiku-4-5')], access);
  expect(models).toEqual([
    { id: 'claude-opus-4-1', name: 'claude-opus-4-1' },
    { id: 'claude-haiku-4-5', name: 'claude-haiku-4-5' },
  ]);
  expect(asked.map(({ path }) => path)).toEqual([
    '/v1beta1/publishers/anthropic/models?pageSize=100',
    '/v1beta1/publishers/anthropic/models?pageSize=100&pageToken=n',
  ]);
});
