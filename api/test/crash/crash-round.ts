import { uuidv7 } from '@parley/chat-core';
import type { CreateTurn } from '@parley/contracts';
import { monotonicMicros, watchProcessorWait } from '@parley/test-kit';
import type { ApiClient } from './api-client.ts';
import type { Child } from './child-process.ts';
import { readSocket, readStream, type LiveReader } from './live-reader.ts';
import type { Random } from './random.ts';

export type Moment = 'anytime' | 'start' | 'settle' | 'stop';

/** A turn this round asked for. */
export interface AskedTurn {
  readonly conversationId: string;
  readonly body: CreateTurn;
  /** The id of the fake provider's script; continuing keeps it. */
  readonly scriptId: string;
  readonly text: string | null;
  /** Whether the server had answered 201 before it was killed. */
  acknowledged: boolean;
  /** Whether it waits behind an answer that the kill interrupts. */
  readonly queued: boolean;
}

/** What is known when a server has been killed. */
export interface KilledRound {
  readonly round: number;
  readonly moment: Moment;
  readonly killedUs: number;
  /** How long a thread of the server was kept from the processor shortly before the kill, in milliseconds. */
  readonly starvedMs: number;
  readonly asked: readonly AskedTurn[];
  readonly readers: readonly LiveReader[];
  readonly stopsAcknowledged: ReadonlySet<string>;
}

const model = { endpoint: 'openAI', id: 'fake-large' };
const rate = 50;
const longTurns = 8;
const starvationWindowMs = 300;

interface RoundInput {
  readonly round: number;
  readonly url: string;
  readonly server: Child;
  readonly client: ApiClient;
  readonly random: Random;
  readonly interrupted: InterruptedTurn | null;
}

/** A turn of an earlier round that the next one goes on with, and how many tokens were kept of it. */
export interface InterruptedTurn {
  readonly turn: AskedTurn;
  readonly kept: number;
}

const script = (id: string, count: number): string => `[[fake id=${id} tokens=${count} rate=${rate}]] `;

function newTurn(count: number, after?: AskedTurn): AskedTurn {
  const turnId = uuidv7();
  const text = script(turnId, count);
  const body: CreateTurn = {
    kind: 'send',
    turnId,
    answerId: uuidv7(),
    userMessageId: uuidv7(),
    parentId: after?.body.answerId ?? null,
    model,
    parts: [{ type: 'text', text }],
    ...(after === undefined ? { create: {} } : {}),
  };
  return {
    conversationId: after?.conversationId ?? uuidv7(),
    body,
    scriptId: turnId,
    text,
    acknowledged: false,
    queued: after !== undefined,
  };
}

function continued({ conversationId, body, scriptId }: AskedTurn): AskedTurn {
  const parentId = body.kind === 'send' ? body.userMessageId : body.parentId!;
  const more: CreateTurn = { kind: 'continue', turnId: uuidv7(), answerId: body.answerId, parentId, model };
  return { conversationId, body: more, scriptId, text: null, acknowledged: false, queued: false };
}

async function ask(client: ApiClient, turn: AskedTurn): Promise<void> {
  const { status, body } = await client.createTurn(turn.conversationId, turn.body);
  if (status !== 201) throw new Error(`a turn was refused with ${status}: ${JSON.stringify(body)}`);
  turn.acknowledged = true;
}

/** An answer that the kill may cut off: then nothing was promised. */
const orNothing = (action: Promise<unknown>): Promise<unknown> => action.catch(() => undefined);

/** Starts turns on a running server, watches them as pages do, kills it at a seeded instant and says what had been promised. */
export async function playRound({ round, url, server, client, random, interrupted }: RoundInput): Promise<KilledRound> {
  const watch = watchProcessorWait(server.pid);
  const moment: Moment = round % 3 === 0 ? random.pick(['start', 'settle', 'stop']) : 'anytime';
  const long = Array.from({ length: longTurns }, () => newTurn(5_000));
  const short = newTurn(Math.round(random.between(5, 40)));
  const more = interrupted === null ? [] : [continued(interrupted.turn)];
  const running = [...long, short, ...more];
  await Promise.all(running.map((turn) => ask(client, turn)));
  const waits = newTurn(10, long[0]);
  await ask(client, waits);

  const ids = running.map((turn) => turn.body.turnId);
  const half = Math.ceil(ids.length / 2);
  const readers = [readSocket(url, client.token, ids.slice(0, half)), readStream(url, client.token, ids.slice(half))];
  const readerOf = (turn: AskedTurn): LiveReader => readers.find((reader) => reader.shown.has(turn.body.turnId))!;
  await Promise.all(long.map((turn) => readerOf(turn).reaches(turn.body.turnId, 1)));
  // Continuing works: the next token after those that were kept is shown.
  await Promise.all(more.map((turn) => readerOf(turn).reaches(turn.body.turnId, interrupted!.kept + 1)));

  const late: AskedTurn[] = [];
  const stopsAcknowledged = new Set<string>();
  const open: Promise<unknown>[] = [];
  const stop = async (turn: AskedTurn): Promise<void> => {
    if ((await client.stopTurn(turn.body.turnId)).status === 200) stopsAcknowledged.add(turn.body.turnId);
  };
  let wait = random.between(0, 200);
  if (moment === 'anytime') wait = random.between(100, 1_200);
  if (moment === 'start') {
    late.push(newTurn(5_000), newTurn(5_000));
    open.push(...late.map((turn) => orNothing(ask(client, turn))));
  }
  if (moment === 'settle') await readerOf(short).reaches(short.body.turnId, Number(/tokens=(\d+)/.exec(short.text!)![1]) - 2);
  if (moment === 'stop') open.push(...long.slice(1, 3).map((turn) => orNothing(stop(turn))));

  await new Promise((resolve) => setTimeout(resolve, wait));
  const starvedMs = watch.waitedWithin(starvationWindowMs);
  const killedUs = monotonicMicros();
  await server.end('SIGKILL');
  watch.stop();
  await Promise.all(open);
  for (const reader of readers) reader.close();
  return { round, moment, killedUs, starvedMs, asked: [...running, waits, ...late], readers, stopsAcknowledged };
}
