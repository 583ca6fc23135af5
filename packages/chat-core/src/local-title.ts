import { limits } from '@parley/contracts';

const wanted = 60;

/**
 * The title a conversation carries until a model finds a better one: the first line of the first message, cut at a word.
 * Empty input gives an empty string; the caller says what an untitled chat is called.
 */
export function localTitle(text: string): string {
  const line = text
    .slice(0, limits.titleCharacters * 8)
    .split('\n')
    .map((candidate) => candidate.replace(/^[#>*\-\s`]+/, '').trim())
    .find((candidate) => candidate !== '');
  if (line === undefined) return '';
  const characters = Array.from(line.replace(/\s+/g, ' '));
  if (characters.length <= wanted) return characters.join('');
  const cut = characters.slice(0, wanted).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > wanted / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
