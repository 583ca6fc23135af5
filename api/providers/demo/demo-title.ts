/** Whether a call asks for the name of a conversation rather than an answer. */
export const isTitleRequest = (instructions: string | undefined): boolean => instructions !== undefined && /\btitle\b/i.test(instructions);

const mostWords = 6;

/** A title from the question that stands in the request: its first words, without what only greets or commands. */
export function demoTitle(request: string): string {
  const question = /Question:\s*([^]*?)(?:\n\s*\n?Answer:|$)/.exec(request)?.[1] ?? request;
  const line = question.trim().split('\n')[0] ?? '';
  if (line.startsWith('/demo')) return 'A scripted demo answer';
  const words = line
    .replaceAll(/[#*_`>]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const title = words
    .slice(0, mostWords)
    .join(' ')
    .replace(/[\s,;:.!?]+$/, '');
  return title === '' ? 'A conversation' : `${title[0]!.toUpperCase()}${title.slice(1)}`;
}
