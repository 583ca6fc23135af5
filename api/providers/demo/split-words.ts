/** Splits text as models do: a word with the space before it. Joined, the pieces are the text. */
export function splitWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}
