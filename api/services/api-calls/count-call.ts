import type { ModelCall } from '../../providers/port.ts';
import { sumCounts, totalOf, type Count } from '../context/count/count.ts';
import type { MessageCounts } from '../context/count/message-counts.ts';
import type { TextCounter } from '../context/count/text-counter.ts';

/** What calls are counted with. */
export interface CallCounting {
  readonly counter: TextCounter;
  readonly counts: MessageCounts;
}

/** Tokens that a call sends: by the tokenizer of the model's family, or estimated by the scripts of its words. */
export async function countCall({ counter, counts }: CallCounting, model: string, call: Omit<ModelCall, 'model'>): Promise<number> {
  const method = await counter.load(model);
  const { instructions, messages, tools } = call;
  const counted: Count[] = [];
  for (const message of messages) counted.push(await counts.of(message, method));
  if (instructions !== undefined)
    counted.push(await counts.of({ parts: [{ type: 'text', id: 'instructions', text: instructions }] }, method));
  if (tools !== undefined && tools.length > 0) counted.push(await counter.count(JSON.stringify(tools), method));
  return Math.ceil(totalOf(sumCounts(counted)));
}
