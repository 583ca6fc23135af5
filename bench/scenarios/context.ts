import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import { overflows, type ContextRequest } from '../../api/services/context/context-plan.ts';
import { assembleContext, toModelMessages } from '../../api/services/context/assemble-context.ts';
import { canonicalMessages, hashMessages } from '../../api/services/context/canonical.ts';
import { createContextTools, type ContextTools } from '../../api/services/context/context-tools.ts';
import { planContext } from '../../api/services/context/plan-context.ts';
import { ownerScope } from '../../api/policies/owner-scope.ts';
import { createSqliteStorage } from '../../api/storage/sqlite/create-sqlite-storage.ts';
import type { Scope } from '../../api/storage/ports/scope.ts';
import type { Storage } from '../../api/storage/ports/storage.ts';
import type { Bench } from '../lib/bench.ts';
import { measured, type Row } from '../lib/report.ts';
import { median } from '../lib/stats.ts';

/** 5 MB of words in a thousand exchanges. */
const exchanges = 1_000;
const messageBytes = 2_500;

const words = (seed: number): string => {
  let text = `Part ${seed}. `;
  for (let at = 0; text.length < messageBytes; at += 1)
    text += `word${(seed * 31 + at * 7) % 997} and ${at % 13 === 0 ? '\n' : 'what follows, '}`;
  return text.slice(0, messageBytes);
};

async function fill(storage: Storage): Promise<{ readonly scope: Scope; readonly conversationId: string; readonly answerId: string }> {
  const id = uuidv7();
  await storage.createUser({ id, email: `${id}@example.org`, name: 'Bench', passwordHash: 'x', now: 1, onlyFirst: false });
  const scope = ownerScope(id);
  const conversationId = uuidv7();
  let parentId: string | null = null;
  for (let turn = 1; turn <= exchanges; turn += 1) {
    const [turnId, answerId] = [uuidv7(), uuidv7()];
    const caps = { node: 'bench', runningCap: 10, queueCap: 10, now: turn, digest: turnId, settings: {}, kind: 'send' as const };
    const create = parentId === null ? { create: { title: 'Bench', settings: {} } } : {};
    const userMessage = { id: uuidv7(), parts: [{ type: 'text' as const, id: 'p1', text: words(turn) }] };
    const model = { endpoint: 'bench', id: 'bench' };
    await storage.beginTurn(scope, { ...caps, ...create, turnId, conversationId, parentId, userMessage, answerId, model });
    await storage.settleTurn(scope, {
      turnId,
      epoch: 1,
      status: 'done',
      stopReason: 'end',
      error: null,
      parts: [{ type: 'text', id: 'p1', text: words(turn + exchanges) }],
      usage: null,
      now: turn,
      node: 'bench',
    });
    parentId = answerId;
  }
  return { scope, conversationId, answerId: parentId! };
}

interface Built {
  readonly ms: number;
  readonly megabytes: number;
}

async function build(tools: ContextTools, scope: Scope, request: ContextRequest): Promise<Built> {
  const started = performance.now();
  const plan = await planContext(tools, scope, request);
  const messages = toModelMessages(assembleContext(plan));
  hashMessages(canonicalMessages({ messages }));
  const ms = performance.now() - started;
  if (overflows(plan) && plan.kept.length === 0) throw new Error('Nothing was built.');
  return { ms, megabytes: Buffer.byteLength(JSON.stringify(messages)) / 1e6 };
}

/** Building what is sent from a conversation of 5 MB: all of it, and what fits into 128,000 tokens; counted for the first time, and again. */
export async function context({ quick }: Bench): Promise<Row[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'parley-bench-'));
  try {
    await using storage = await createSqliteStorage({ dataDir: folder });
    const { scope, conversationId, answerId } = await fill(storage);
    const rows: Row[] = [];
    for (const [model, window] of [
      ['bench', 4_000_000],
      ['gpt-4o', 4_000_000],
      ['bench', 128_000],
    ] as const) {
      const tools = createContextTools(storage, Date.now);
      await tools.counter.load(model);
      const facts = { contextTokens: window, capabilities: {}, assumed: false, source: 'bundled' as const };
      const request = { conversationId, leafId: answerId, ref: { endpoint: 'bench', id: model }, facts, settings: {} };
      const first = await build(tools, scope, request);
      const again: number[] = [];
      for (let round = 0; round < (quick ? 5 : 15); round += 1) again.push((await build(tools, scope, request)).ms);
      const how = model === 'gpt-4o' ? 'tokenizer' : 'estimate';
      rows.push(
        measured({
          metric: `context of a 5 MB conversation, ${window.toLocaleString('en')} tokens, ${how}`,
          value: median(again),
          goal: window > 1_000_000 ? 150 : 50,
          note: `${first.ms.toFixed(0)} ms the first time; ${first.megabytes.toFixed(1)} MB are sent`,
        }),
      );
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
