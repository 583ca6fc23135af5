import type { ModelCall } from '../port.ts';

/** Nobody asks for an essay in so few tokens: what sets a request for a title apart from a person's own instructions about titles. */
const mostTokens = 64;

/** Whether a call asks for the name of a conversation rather than an answer. */
export const isTitleRequest = ({ instructions = '', maxOutputTokens }: ModelCall): boolean =>
  /\btitle\b/i.test(instructions) && (maxOutputTokens ?? Infinity) <= mostTokens;

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
