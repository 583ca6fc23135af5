const longestTitle = 60;

/** Thoughts that a server leaves in the words, ended or cut off, and the end of those whose beginning it ate. */
const thoughts = /<(think|thinking|thought|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi;
const loseEnd = /^[\s\S]*<\/(?:think|thinking|thought|reasoning)>/i;

/** A model's words as a title: the first line that says something, without thoughts, quotation marks, markup or an end that trails off. */
export function cleanTitle(text: string): string {
  const line = text
    .replace(thoughts, '')
    .replace(loseEnd, '')
    .split('\n')
    .map(stripMarkup)
    .find((candidate) => candidate !== '');
  if (line === undefined) return '';
  const characters = Array.from(line);
  return characters.length <= longestTitle
    ? line
    : `${characters
        .slice(0, longestTitle - 1)
        .join('')
        .trimEnd()}…`;
}

function stripMarkup(line: string): string {
  return line
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/^\s*```\w*\s*$/, '')
    .replace(/^\s*(?:[#>*-]+\s*)*(?:\*\*\s*)?(?:title\s*:\s*)?/i, '')
    .replace(/[*_`~]{1,3}/g, '')
    .replace(/^["'“”„«»‘’\s]+|["'“”„«»‘’\s]+$/g, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<!\.)\.$/, '')
    .trim();
}
