import { messageText } from '@parley/chat-core';
import type { ModelCall } from '../port.ts';

/** An exchange that is to be named, as requests for titles quote it. */
const exchange = /(?:^|\n)Question:\n[^]*\n\nAnswer:\n/;

/** Whether a call asks for the name of a conversation rather than an answer: one short message that quotes an exchange, and a bound for the answer. */
export const isTitleRequest = ({ messages, maxOutputTokens }: ModelCall): boolean =>
  messages.length === 1 && maxOutputTokens !== undefined && exchange.test(messageText(messages[0]!.parts));

const mostWords = 6;

/** A title from the question that stands in the request: its first words, without markup and without an end that trails off. */
export function demoTitle(request: string): string {
  const question = /Question:\s*([^]*?)(?:\n\s*\n?Answer:|$)/.exec(request)?.[1] ?? request;
  const line = question.trim().split('\n')[0] ?? '';
  if (/^\/demo\b/.test(line)) return 'A scripted demo answer';
  const words = line
    .replaceAll(/[#*_`>]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const title = words
    .slice(0, mostWords)
    .join(' ')
    .replace(/[\s,;:.!?]+$/, '');
  const [first = '', ...rest] = Array.from(title).slice(0, 80);
  return first === '' ? 'A conversation' : `${first.toUpperCase()}${rest.join('')}`;
}
