import type { Part } from '@parley/contracts';
import { messageText } from '@parley/chat-core';
import type { ModelCall } from '../port.ts';
import { plainPlan, readDemoScript, type DemoPlan, type DemoScript } from './demo-script.ts';
import { demoTextFor } from './demo-texts.ts';
import { demoTitle, isTitleRequest } from './demo-title.ts';
import { splitWords } from './split-words.ts';

/** The words given so far, as one text: a continued answer has several parts. */
const given = (parts: readonly Part[]): string =>
  parts.map((part) => (part.type === 'text' ? (part as { text: string }).text : '')).join('');

/** The answer from where its given part ends; a word that this is the end when that part is not its beginning. */
function rest({ plan, whole }: DemoScript, soFar: string): DemoPlan {
  const text = whole.join('');
  const from = [soFar, soFar.trimEnd()].find((beginning) => text.startsWith(beginning))?.length;
  const left = from === undefined ? '\n\n(I have nothing to add.)' : text.slice(from);
  return { ...plan, chunks: splitWords(left), reasoning: [], error: null, finish: 'end' };
}

function ownAnswer(question: string, thinks: boolean): DemoScript {
  const { reasoning, text } = demoTextFor(question);
  const chunks = splitWords(text(question));
  return { plan: { ...plainPlan, chunks, reasoning: thinks ? splitWords(reasoning) : [] }, whole: chunks };
}

/** An answer that ends at its limit never comes to where it would have failed. */
function limited(plan: DemoPlan, maxOutputTokens = Infinity): DemoPlan {
  if (plan.chunks.length <= maxOutputTokens) return plan;
  return { ...plan, chunks: plan.chunks.slice(0, maxOutputTokens), finish: 'length', error: null };
}

/** A fair guess, as a real tokenizer would be heavy for a model that reads nothing. */
function countTokens({ instructions = '', messages }: ModelCall): number {
  const characters = messages.reduce((sum, { parts }) => sum + messageText(parts).length, instructions.length);
  return Math.ceil(characters / 4);
}

/** Decides what the demo says to a call: a title, a script's answer, or one of its own; the rest of it when it is to go on. */
export function planAnswer(call: ModelCall, thinks: boolean): DemoPlan {
  const question = messageText(call.messages.findLast(({ role }) => role === 'user')?.parts ?? []);
  if (isTitleRequest(call)) return { ...plainPlan, rate: 0, chunks: [demoTitle(question)] };
  const script = readDemoScript(question) ?? ownAnswer(question, thinks);
  const last = call.messages.at(-1);
  const soFar = last?.role === 'assistant' ? given(last.parts) : '';
  const plan = soFar === '' ? script.plan : rest(script, soFar);
  return { ...limited(plan, call.maxOutputTokens), inputTokens: countTokens(call) };
}
