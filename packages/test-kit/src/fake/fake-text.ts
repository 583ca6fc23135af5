/** How the tokens of a scripted answer look. */
export interface TokenShape {
  /** Bytes of every token, its leading space included: the number is padded with zeros. Absent means as short as it is. */
  readonly bytes?: number | undefined;
}

/** Token `k` (1, 2, 3 …) of a scripted answer: its own sequence number, so that loss, order and repeats show in the text itself. */
export function fakeToken(k: number, { bytes = 0 }: TokenShape = {}): string {
  return ` w${String(k).padStart(bytes - 2, '0')}`;
}

/** Token `k` of scripted reasoning. */
export function fakeReasoningToken(k: number): string {
  return ` r${k}`;
}

/** The whole text of a scripted answer with `n` tokens. */
export function fakeText(n: number, shape?: TokenShape): string {
  let text = '';
  for (let k = 1; k <= n; k += 1) text += fakeToken(k, shape);
  return text;
}

/** The whole reasoning of a scripted answer with `n` reasoning tokens. */
export function fakeReasoning(n: number): string {
  let text = '';
  for (let k = 1; k <= n; k += 1) text += fakeReasoningToken(k);
  return text;
}

/** What the fake answers a prompt without a script. */
export function fakeAnswer(prompt: string): string {
  return `You said: ${prompt.length > 200 ? `${prompt.slice(0, 200)}…` : prompt}`;
}
