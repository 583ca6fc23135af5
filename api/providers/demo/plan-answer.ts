import { messageText } from '@parley/chat-core';
import type { ModelCall } from '../port.ts';
import { plainPlan, readDemoScript, splitWords, usualRate, type DemoPlan } from './demo-script.ts';
import { demoTextFor } from './demo-texts.ts';
import { demoTitle, isTitleRequest } from './demo-title.ts';

/** What is left of an answer of which a part has been given: nothing when that part is not its beginning. */
function rest(plan: DemoPlan, given: string): DemoPlan {
  const whole = plan.chunks.join('');
  const soFar = whole.startsWith(given) ? given : whole.startsWith(given.trimEnd()) ? given.trimEnd() : null;
  const chunks = soFar === null ? splitWords('\n\n(There is nothing more to say.)') : splitWords(whole.slice(soFar.length));
  return { ...plan, chunks, reasoning: [], cut: null, error: null };
}

/** Decides what the demo says to a call: a title, a script's answer, or one of its own; the rest of it when it is to go on. */
export function planAnswer(call: ModelCall, thinks: boolean): DemoPlan {
  const last = call.messages.at(-1);
  const question = messageText(call.messages.findLast(({ role }) => role === 'user')?.parts ?? []);
  if (isTitleRequest(call.instructions)) return { ...plainPlan, rate: 0, chunks: [demoTitle(question)] };
  const own = (): DemoPlan => {
    const { reasoning, text } = demoTextFor(question);
    return { ...plainPlan, rate: usualRate, chunks: splitWords(text(question)), reasoning: thinks ? splitWords(reasoning) : [] };
  };
  const plan = readDemoScript(question) ?? own();
  const going = last?.role === 'assistant' ? messageText(last.parts) : '';
  const limited = call.maxOutputTokens !== undefined && plan.chunks.length > call.maxOutputTokens;
  const bounded: DemoPlan = limited ? { ...plan, chunks: plan.chunks.slice(0, call.maxOutputTokens), finish: 'length' } : plan;
  return going === '' ? bounded : rest(plan, going);
}
