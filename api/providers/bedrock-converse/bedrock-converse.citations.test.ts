import type { PartOf } from '@parley/contracts';
import { bedrockEvent } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, type ReplayedAnswer, type Replayer } from '../contract/replay.ts';
import type { ModelCall } from '../port.ts';
import { createBedrockConverseProvider } from './create-bedrock-converse-provider.ts';

// From Amazon Bedrock's API Reference: DocumentBlock, CitationsConfig.
let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createBedrockConverseProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok: ReplayedAnswer = {
  body: Buffer.concat([
    bedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'ok' } }),
    bedrockEvent('messageStop', { stopReason: 'end_turn' }),
    bedrockEvent('metadata', { usage: { inputTokens: 1, outputTokens: 1 } }),
  ]),
};
const file = (fileId: string, name: string, mediaType: string): PartOf<'file'> => ({
  type: 'file',
  id: fileId,
  fileId,
  name,
  mediaType,
  bytes: 5,
});
const pdf = file('pdf', 'report.pdf', 'application/pdf');
const sheet = file('xls', 'sheet.xls', 'application/vnd.ms-excel');

/** Of every request that is made for these files, whether it asks for citations; and how it ended. */
async function asked(parts: readonly PartOf<'file'>[], more: Partial<ModelCall> = {}, answers: readonly ReplayedAnswer[] = [ok]) {
  const call = { model: 'anthropic.claude-sonnet-4-5-20250929-v1:0', messages: [{ role: 'user' as const, parts }], ...more };
  const loadFile = async (): Promise<Uint8Array> => Buffer.from('bytes');
  const { asked: requests, error } = await replayer.stream(answers, { ...call, loadFile });
  expect(error).toBeUndefined();
  return requests.map(({ body }) => JSON.stringify(body).includes('"citations":{"enabled":true}'));
}

test('asks Claude for citations where every document is a PDF', async () => {
  expect(await asked([pdf])).toEqual([true]);
  expect(await asked([sheet])).toEqual([false]);
  expect(await asked([pdf, sheet])).toEqual([false]);
  expect(await asked([pdf], { model: 'amazon.nova-pro-v1:0' })).toEqual([false]);
  expect(await asked([pdf], { model: 'anthropic.claude-3-haiku-20240307-v1:0' })).toEqual([false]);
});

test('does without for an answer whose form is promised, and where they are refused', async () => {
  const responseFormat = { type: 'json_schema' as const, name: 'sum', schema: { type: 'object' } };
  expect(await asked([pdf], { responseFormat })).toEqual([false]);
  const refusal = { status: 400, body: '{"message":"Citations are not supported by this model."}' };
  expect(await asked([pdf], {}, [refusal, ok])).toEqual([true, false]);
});
