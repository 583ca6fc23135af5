/** One of the demo's own answers: something worth reading while one finds out what Parley can do. */
export interface DemoText {
  readonly reasoning: string;
  readonly text: (question: string) => string;
}

const longest = 120;

/** The first line of a question, to be set in a sentence: its markup is shown, not obeyed. */
export function quote(question: string): string {
  const line = Array.from(question.trim().split('\n')[0] ?? '');
  const short =
    line.length > longest
      ? `${line
          .slice(0, longest - 1)
          .join('')
          .trimEnd()}…`
      : line.join('');
  return short === '' ? '…' : short.replaceAll(/[\\`*_{}[\]<>()#+\-.!|~$&:]/g, '\\$&');
}
