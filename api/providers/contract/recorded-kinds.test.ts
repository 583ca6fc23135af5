import { describe, expect, test } from 'vitest';
import { ProviderError } from '../port.ts';
import { checkModelEvents, wordsOf } from './check-model-events.ts';
import { playBytes, type Played } from './play-bytes.ts';
import { recordings } from './recordings.ts';
import { tell } from './replay.ts';
import { vendorNames, type VendorName } from './vendors.ts';

const count = ({ events }: Played, type: string): number => events.filter((event) => event.type === type).length;
const used = ({ events }: Played, name: 'cachedInputTokens' | 'reasoningTokens'): boolean =>
  events.some((event) => event.type === 'usage' && (event.usage[name] ?? 0) > 0);
const stops = ({ events }: Played): string | undefined => events.flatMap((event) => (event.type === 'finish' ? [event.stopReason] : []))[0];
const failure = ({ error }: Played): string | undefined => (error instanceof ProviderError ? error.code : undefined);

/** What there must be a recording of, and how one is told by what the adapter makes of it. */
const kinds = {
  text: (played) => wordsOf(played.events) !== '' && stops(played) === 'end',
  'a tool call': (played) => count(played, 'tool-call-start') > 0 && stops(played) === 'tool-calls',
  'parallel tool calls': (played) => count(played, 'tool-call-start') > 1 && stops(played) === 'tool-calls',
  // OpenAI counts the reasoning of its chat models and does not tell it.
  reasoning: (played) => wordsOf(played.events, 'reasoning') !== '' || used(played, 'reasoningTokens'),
  'usage with cached tokens': (played) => used(played, 'cachedInputTokens'),
  'a refusal': (played) => stops(played) === 'refusal' || failure(played) === 'provider.refused',
  'an error in mid-stream': (played) => failure(played) !== undefined && wordsOf(played.events) !== '',
} satisfies Readonly<Record<string, (played: Played) => boolean>>;

type Kind = keyof typeof kinds;

/** What a vendor's reference does not know, so that nothing of the kind can come. */
const unknownThere: Partial<Record<VendorName, readonly Kind[]>> = {
  // Its reasons to stop are stop, length, error and tool_calls.
  mistral: ['a refusal'],
  // Its reasons to stop are COMPLETE, STOP_SEQUENCE, MAX_TOKENS, TOOL_CALL, ERROR and TIMEOUT.
  cohere: ['a refusal'],
  // What runs at home filters nothing and bills nothing.
  ollama: ['usage with cached tokens', 'a refusal'],
  // Its reasons to stop are stop, length, tool_calls and function_call; so are Together's, and eos.
  groq: ['a refusal'],
  together: ['a refusal'],
  // It searches by itself and calls nobody's tools; it counts no cache, and stops with stop or length.
  perplexity: ['a tool call', 'parallel tool calls', 'usage with cached tokens', 'a refusal'],
};

describe.each(vendorNames)('of %s there is', (vendor) => {
  const missing = new Set<Kind>(unknownThere[vendor]);
  const own = recordings.filter((recording) => recording.vendor === vendor);
  const playAll = (): Promise<Played[]> => Promise.all(own.map(({ create, bytes }) => playBytes(create, bytes)));

  test.each(Object.keys(kinds) as Kind[])('a recording of %s, or a reason why not', async (kind) => {
    const played = await playAll();
    expect(
      played.some((each) => kinds[kind](each)),
      own.map(({ name }) => name).join(', '),
    ).toBe(!missing.has(kind));
  });
});

test.each(recordings)('$name says what is written down beside it', async ({ name, create, bytes }) => {
  const played = await playBytes(create, bytes);
  checkModelEvents(played.events, played.error === undefined ? 'complete' : 'failed');
  const failed = failure(played);
  expect(played.error === undefined).toBe(failed === undefined);
  const lines =
    failed === undefined ? tell(played.events) : [...tell(played.events), `fails ${failed}: ${(played.error as Error).message}`];
  const [format, file] = name.split('/');
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../${format}/__fixtures__/said/${file}.txt`);
});
