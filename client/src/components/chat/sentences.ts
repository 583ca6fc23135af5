/** Ends of sentences in the scripts most answers are written in; a line that ends counts too. */
const sentenceEnd = /[.!?…]["'”’)\]]*(?=\s)|[。！？]|\n/g;

/** What is whole of a growing text after `from`: the sentences, and where the next one begins. */
export function takeSentences(text: string, from: number): { readonly said: string; readonly next: number } {
  sentenceEnd.lastIndex = from;
  let next = from;
  for (let match = sentenceEnd.exec(text); match; match = sentenceEnd.exec(text)) next = match.index + match[0].length;
  return { said: speakable(text.slice(from, next)), next };
}

/** Markdown as one would read it aloud: without its marks. */
export function speakable(text: string): string {
  return text
    .replace(/^ {0,3}(?:`{3,}|~{3,}).*$/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+]|\|)[ \t]*/gm, '')
    .replace(/[*_`|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
