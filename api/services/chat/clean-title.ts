const longestTitle = 60;
/** What is longer answers the question, or says something else; it is no title that is a little long. */
const longestLine = 200;

/** Thoughts that a server leaves in the words, ended or cut off, and the end of those whose beginning it ate. */
const thoughts = /<(think|thinking|thought|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi;
const loseEnd = /^[\s\S]*<\/(?:think|thinking|thought|reasoning)>/i;

/** The beginning of a form or a list that was written in place of words, of a page, of a model that would not or could not. */
const otherThings: readonly RegExp[] = [
  /^\{|^\[\s*["{[]/,
  /^<(?:!doctype|html|\?xml)\b/i,
  /^(?:i['’]m|i am) (?:very |really |so )?sorry\b|^sorry[,!.]? (?:but )?i\b|^my apologies\b|^i apologi[sz]e\b/i,
  /^as an? (?:ai|artificial intelligence|(?:large )?language model)\b/i,
  /^(?:unfortunately,? )?i(?: can(?:no|['’])t| will not| won['’]t| am (?:unable|not able) to|['’]m (?:unable|not able) to| do not| don['’]t)(?: be able to)? (?:help|assist|comply|provide|fulfil?l|generate|create|answer|discuss|continue|engage|name|do that|have (?:enough|access))\b/i,
];

/**
 * A model's words as a title: the first line that says something, without thoughts, quotation marks, markup or an end that trails off. Empty where that is no
 * title: nothing, a form, a page, a refusal, a whole answer.
 */
export function cleanTitle(text: string): string {
  const line = text
    .replace(thoughts, '')
    .replace(loseEnd, '')
    .split('\n')
    .map(stripMarkup)
    .find((candidate) => candidate !== '');
  if (line === undefined || otherThings.some((other) => other.test(line))) return '';
  const characters = Array.from(line);
  if (characters.length > longestLine) return '';
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
