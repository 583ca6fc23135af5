import { goOn } from '../kit/prefill.ts';
import type { OpenAiMessage } from './openai-chat-types.ts';
import type { VendorQuirks } from './vendor-quirks.ts';

const nine = /^[a-zA-Z0-9]{9}$/;
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Nine characters out of an id of any shape, the same ones every time (FNV-1a, continued). */
function nineOf(id: string): string {
  if (nine.test(id)) return id;
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  let short = '';
  for (let at = 0; at < 9; at += 1) {
    hash = Math.imul(hash ^ at, 0x01000193) >>> 0;
    short += alphabet[(hash >>> 8) % alphabet.length];
  }
  return short;
}

function withNineCharacterIds({ tool_calls: calls, tool_call_id: id, ...message }: OpenAiMessage): OpenAiMessage {
  return {
    ...message,
    ...(calls === undefined ? {} : { tool_calls: calls.map((call) => ({ ...call, id: nineOf(call.id) })) }),
    ...(id === undefined ? {} : { tool_call_id: nineOf(id) }),
  };
}

function goingOn(messages: readonly OpenAiMessage[], how: VendorQuirks['goesOn']): readonly OpenAiMessage[] {
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || how === 'last') return messages;
  if (how === 'asked') return [...messages, { role: 'user', content: goOn }];
  return [...messages.slice(0, -1), { ...last, prefix: true }];
}

/** The messages as this vendor takes them. */
export function applyVendorQuirks(
  messages: readonly OpenAiMessage[],
  { goesOn, nineCharacterIds }: VendorQuirks,
): readonly OpenAiMessage[] {
  const answered = goingOn(messages, goesOn);
  return nineCharacterIds ? answered.map(withNineCharacterIds) : answered;
}
