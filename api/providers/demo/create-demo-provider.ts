import { setImmediate as nextLoop } from 'node:timers/promises';
import { describeParameters } from '@parley/chat-core';
import { takeSettings } from '../kit/take-settings.ts';
import { ProviderError, type LeftOut, type ModelCall, type ModelEvent, type ModelProvider } from '../port.ts';
import type { DemoPlan } from './demo-script.ts';
import { createPacer, type Pace, type Pacer } from './pacer.ts';
import { planAnswer } from './plan-answer.ts';

const thinking = 'demo-thinking';

/** Pieces given out before others get a turn when a script asks for all possible speed. */
const burst = 64;

/** Gives one part at the plan's pace, catching up after a pause. Ends early, without a word, when the signal aborts. */
async function* say(
  kind: 'text' | 'reasoning',
  part: string,
  pieces: readonly string[],
  rate: number,
  pace: Pace,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  if (pieces.length === 0 || signal.aborted) return;
  yield { type: `${kind}-start`, part };
  const began = performance.now();
  for (const [index, delta] of pieces.entries()) {
    if (rate > 0) await pace.until(began + (index * 1_000) / rate);
    else if (index % burst === burst - 1) await nextLoop();
    if (signal.aborted) return;
    yield { type: `${kind}-delta`, part, delta };
  }
  yield { type: `${kind}-end`, part };
}

async function* call(tool: string): AsyncGenerator<ModelEvent> {
  yield { type: 'tool-call-start', part: 'c', callId: 'demo-call', name: tool };
  yield { type: 'tool-call-delta', part: 'c', delta: '{"asked":"by the demo"}' };
  yield { type: 'tool-call-end', part: 'c' };
}

async function* perform(plan: DemoPlan, pace: Pace, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  if (plan.delay > 0) await pace.until(performance.now() + plan.delay);
  const failsFirst = plan.error !== null && plan.chunks.length === 0;
  if (!failsFirst) yield* say('reasoning', 'r', plan.reasoning, plan.rate, pace, signal);
  yield* say('text', 't', plan.chunks, plan.rate, pace, signal);
  if (signal.aborted) return;
  if (plan.error !== null) throw new ProviderError(plan.error, plan.errorMessage);
  if (plan.tool !== null) yield* call(plan.tool);
  const outputTokens = plan.chunks.length + plan.reasoning.length;
  yield { type: 'usage', usage: { inputTokens: plan.inputTokens, outputTokens, reasoningTokens: plan.reasoning.length } };
  yield { type: 'finish', stopReason: plan.tool === null ? plan.finish : 'tool-calls' };
}

/** The call as the demo takes it, and what it does not take. */
function fit(asked: ModelCall): { readonly call: ModelCall; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  return { call: takeSettings(asked, describeParameters({ format: 'demo', baseUrl: '', model: asked.model }), leftOut), leftOut };
}

async function* answer(asked: ModelCall, pacer: Pacer, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const pace = pacer.pace(signal);
  const { call, leftOut } = fit(asked);
  try {
    for (const warning of leftOut) yield { type: 'warning', ...warning };
    yield* perform(planAnswer(call, call.model === thinking), pace, signal);
  } finally {
    pace.close();
  }
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
    leavesOut: (asked) => fit(asked).leftOut,
    stream: (asked: ModelCall, signal: AbortSignal) => answer(asked, pacer, signal),
  };
}
