import { setImmediate as nextLoop } from 'node:timers/promises';
import type { ErrorCode } from '@parley/contracts';
import { ProviderError, type ModelCall, type ModelEvent, type ModelProvider } from '../port.ts';
import type { DemoPlan } from './demo-script.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { planAnswer } from './plan-answer.ts';

const thinking = 'demo-thinking';

/** Pieces given out before others get a turn when a script asks for all possible speed. */
const burst = 64;

/** Gives pieces at the plan's pace, catching up after a pause. Ends early, without a word, when the signal aborts. */
async function* paced(pieces: readonly string[], rate: number, pacer: Pacer, signal: AbortSignal): AsyncGenerator<string> {
  const began = performance.now();
  for (const [index, piece] of pieces.entries()) {
    if (rate > 0) await pacer.until(began + (index * 1_000) / rate, signal);
    else if (index % burst === burst - 1) await nextLoop();
    if (signal.aborted) return;
    yield piece;
  }
}

function fail(code: ErrorCode, message: string): never {
  throw new ProviderError(code, message);
}

async function* reasoning(plan: DemoPlan, pacer: Pacer, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  if (plan.reasoning.length === 0) return;
  yield { type: 'reasoning-start', part: 'r' };
  for await (const delta of paced(plan.reasoning, plan.rate, pacer, signal)) yield { type: 'reasoning-delta', part: 'r', delta };
  if (!signal.aborted) yield { type: 'reasoning-end', part: 'r' };
}

async function* words(plan: DemoPlan, pacer: Pacer, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const chunks = plan.cut === null ? plan.chunks : plan.chunks.slice(0, plan.cut);
  if (chunks.length === 0) return;
  yield { type: 'text-start', part: 't' };
  for await (const delta of paced(chunks, plan.rate, pacer, signal)) yield { type: 'text-delta', part: 't', delta };
  if (!signal.aborted) yield { type: 'text-end', part: 't' };
}

async function* answer(plan: DemoPlan, pacer: Pacer, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  if (plan.delay > 0) await pacer.until(performance.now() + plan.delay, signal);
  if (plan.error !== null && plan.cut === null && !signal.aborted) fail(plan.error, plan.errorMessage);
  yield* reasoning(plan, pacer, signal);
  if (signal.aborted) return;
  yield* words(plan, pacer, signal);
  if (signal.aborted) return;
  if (plan.error !== null) fail(plan.error, plan.errorMessage);
  if (plan.tool !== null) {
    yield { type: 'tool-call-start', part: 'c', callId: 'demo-call', name: plan.tool };
    yield { type: 'tool-call-delta', part: 'c', delta: '{"asked":"by the demo"}' };
    yield { type: 'tool-call-end', part: 'c' };
  }
  yield { type: 'usage', usage: { outputTokens: plan.chunks.length, reasoningTokens: plan.reasoning.length } };
  yield { type: 'finish', stopReason: plan.tool === null ? plan.finish : 'tool-calls' };
}

/**
 * The built-in model: no key, no network, the same answer to the same question, and whatever a script in the prompt asks for (`readDemoScript`), so that a
 * first visit, demos, tests and load runs need nothing else.
 */
export function createDemoProvider(): ModelProvider {
  const pacer = createPacer();
  return {
    models: async () => [
      { id: 'demo', name: 'Parley demo', contextTokens: 100_000 },
      { id: thinking, name: 'Parley demo, thinking', contextTokens: 100_000 },
    ],
    stream: (call: ModelCall, signal: AbortSignal) => answer(planAnswer(call, call.model === thinking), pacer, signal),
  };
}
