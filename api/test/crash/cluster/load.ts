import { messageText, uuidv7 } from '@parley/chat-core';
import type { CreateTurn, TurnStatus } from '@parley/contracts';
import type { ApiAnswer, ApiClient, StartedTurnBody } from '../api-client.ts';
import type { FollowingReader } from './following-reader.ts';
import { tokenNumbers } from '../verdict.ts';
import { writtenTokens } from '../written-tokens.ts';

/** A turn somebody asked for, until it is judged. */
export interface LoadTurn {
  readonly conversationId: string;
  readonly body: Extract<CreateTurn, { kind: 'send' }>;
  readonly text: string;
  readonly tokens: number;
  /** Whether a server said 201. */
  acknowledged: boolean;
}

const model = { endpoint: 'openAI', id: 'fake-large' };

export function newTurn(tokens: number, rate = 50): LoadTurn {
  const turnId = uuidv7();
  const text = `[[fake id=${turnId} tokens=${tokens} rate=${rate}]] `;
  return {
    conversationId: uuidv7(),
    text,
    tokens,
    acknowledged: false,
    body: {
      kind: 'send',
      turnId,
      answerId: uuidv7(),
      userMessageId: uuidv7(),
      parentId: null,
      model,
      parts: [{ type: 'text', text }],
      create: {},
    },
  };
}

const retryEvery = 150;

/**
 * Sends as a page does: a request that is cut off, or that the server could not carry out now, is said again with the same body until it
 * is answered. Anything but 201 in the end is thrown.
 */
export async function sendUntilAnswered(client: ApiClient, turn: LoadTurn, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer: ApiAnswer<StartedTurnBody> | null = await client.createTurn(turn.conversationId, turn.body).catch(() => null);
    if (answer?.status === 201) {
      turn.acknowledged = true;
      return;
    }
    const mayRetry = answer === null || answer.status >= 500;
    if (!mayRetry || performance.now() > deadline)
      throw new Error(`a turn was answered ${answer?.status ?? 'nothing'}: ${JSON.stringify(answer?.body)}`);
    await new Promise((resolve) => setTimeout(resolve, retryEvery));
  }
}

const ended: readonly TurnStatus[] = ['done', 'stopped', 'failed', 'interrupted'];

/** The status of a turn, from whichever node answers; null while none does. */
export async function statusOf(client: ApiClient, { body }: LoadTurn): Promise<TurnStatus | null> {
  const answer = await client.getTurn(body.turnId).catch(() => null);
  return answer?.status === 200 ? answer.body.status : null;
}

/** Milliseconds until the turn has ended; null when it has not within the time. */
export async function endWithin(client: ApiClient, turn: LoadTurn, withinMs: number): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < withinMs) {
    const status = await statusOf(client, turn);
    if (status !== null && ended.includes(status)) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

export interface LoadVerdict {
  readonly status: TurnStatus;
  /** What is wrong however slow the machine was. */
  readonly problems: readonly string[];
  /** How long before the fault the oldest lost token was shown or written, in milliseconds. */
  readonly lostMs: number;
}

interface Judging {
  readonly client: ApiClient;
  readonly reader: FollowingReader;
  readonly fakeUrl: string;
  readonly turn: LoadTurn;
  /** The monotonic microseconds of the fault before which nothing older than 100 ms may be missing; null: nothing at all may be. */
  readonly faultUs: number | null;
}

/** Holds what is stored of an ended turn against what was asked, written and shown. */
export async function judgeTurn({ client, reader, fakeUrl, turn, faultUs }: Judging): Promise<LoadVerdict> {
  const { turnId, userMessageId, answerId } = turn.body;
  const problems: string[] = [];
  const { body: page } = await client.branch(turn.conversationId);
  const said = page.messages.filter((message) => message.id === userMessageId);
  if (said.length !== 1 || messageText(said[0]!.parts) !== turn.text) problems.push(`its message is there ${said.length} times`);
  if (page.messages.length !== 2) problems.push(`its conversation has ${page.messages.length} messages`);
  const answer = page.messages.find((message) => message.id === answerId);
  const status = (await statusOf(client, turn)) ?? 'failed';
  const numbers = tokenNumbers(messageText(answer?.parts ?? []));
  if (numbers.some((number, index) => number !== index + 1)) problems.push('its tokens are not 1, 2, 3 …');
  if (answer?.status !== status) problems.push(`its answer is ${answer?.status}, it is ${status}`);
  if (status === 'done' && numbers.length !== turn.tokens) problems.push(`it is done with ${numbers.length} of ${turn.tokens} tokens`);
  if (!ended.includes(status) || status === 'failed') problems.push(`it is ${status}`);

  const followed = reader.turns.get(turnId);
  problems.push(...(followed?.faults ?? []));
  if (followed?.end !== null && followed?.end !== undefined && followed.end !== status)
    problems.push(`a reader was shown ${followed.end}, stored is ${status}`);
  const lost = (times: ReadonlyMap<number, number>): number =>
    Math.max(
      0,
      ...[...times].map(([token, us]) => (token > numbers.length && faultUs !== null && us <= faultUs ? (faultUs - us) / 1_000 : 0)),
    );
  if (faultUs === null && [...(followed?.tokens.keys() ?? [])].some((token) => token > numbers.length))
    problems.push('a reader was shown what is not stored');
  const lostMs = status === 'interrupted' ? Math.max(lost(followed?.tokens ?? new Map()), lost(await writtenTokens(fakeUrl, turnId))) : 0;
  return { status, problems: problems.map((problem) => `${turnId} (${status}): ${problem}`), lostMs };
}
