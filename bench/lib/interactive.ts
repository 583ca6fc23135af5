import { uuidv7 } from '@parley/chat-core';
import type { Storage } from '../../api/storage/ports/storage.ts';
import { activityOf, commonWord, idAt, rareWord, type Household } from './household.ts';
import { median, quantile } from './stats.ts';

/** What somebody waits for, by name; milliseconds. */
export interface Timing {
  readonly p50: number;
  readonly p95: number;
}

const page = { show: 'active', limit: 50 } as const;

type Action = (round: number) => Promise<unknown>;

/** Every reading and writing that a click causes, on the store itself: without HTTP, whose constant share would hide growth. */
function actionsOn(storage: Storage, { lister, talker, conversationId, model }: Household, count: number): Record<string, Action> {
  const middle = Math.floor(count / 2);
  let leaf = idAt('message', count - 1);
  return {
    'first page of the list': () => storage.listConversations(lister, page),
    'page in the middle of the list': () =>
      storage.listConversations(lister, { ...page, after: { activityAt: activityOf(middle), id: idAt('conversation', middle) } }),
    'titles with a common word': () => storage.listConversations(lister, { ...page, title: commonWord }),
    'titles with a word of one only, the oldest': () => storage.listConversations(lister, { ...page, title: rareWord }),
    'branch from the leaf': () => storage.readBranch(talker, conversationId, { limit: 50 }),
    'branch in the middle': () => storage.readBranch(talker, conversationId, { limit: 50, beforeId: idAt('message', middle) }),
    'begin of a turn': async () => {
      const answerId = uuidv7();
      await storage.beginTurn(talker, {
        turnId: uuidv7(),
        kind: 'send',
        conversationId,
        parentId: leaf,
        userMessage: { id: uuidv7(), parts: [{ type: 'text', id: 'p1', text: 'And then?' }] },
        answerId,
        model,
        settings: {},
        digest: 'digest',
        node: 'bench',
        now: activityOf(count),
        runningCap: 1_000_000,
        queueCap: 1_000_000,
      });
      leaf = answerId;
    },
  };
}

/** A turn begun under one that runs would wait: each is ended before the next begins, and that is not counted. */
async function endTurns(storage: Storage, { talker }: Household): Promise<void> {
  for (const turn of await storage.listActiveTurns(talker))
    await storage.settleTurn(talker, {
      turnId: turn.id,
      epoch: turn.epoch,
      node: 'bench',
      status: 'done',
      stopReason: 'end',
      error: null,
      parts: [{ type: 'text', id: 'p1', text: 'And so on.' }],
      usage: null,
      now: activityOf(0),
    });
}

/** Each action so many times, a fifth of them beforehand and not counted; one that takes long is tried less often. */
export async function timeInteractive(
  storage: Storage,
  household: Household,
  count: number,
  rounds: number,
): Promise<Readonly<Record<string, Timing>>> {
  const timings: Record<string, Timing> = {};
  for (const [name, action] of Object.entries(actionsOn(storage, household, count))) {
    const times: number[] = [];
    let spent = 0;
    for (let round = -Math.ceil(rounds / 5); round < rounds && (spent < 4_000 || times.length < 5); round += 1) {
      const began = performance.now();
      await action(round);
      const took = performance.now() - began;
      spent += took;
      if (round >= 0) times.push(took);
      if (name === 'begin of a turn') await endTurns(storage, household);
    }
    timings[name] = { p50: median(times), p95: quantile(times, 0.95) };
  }
  return timings;
}
