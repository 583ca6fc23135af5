/** Sorts words of an answer that may begin with reasoning in `<think>…</think>`. */
export interface ThinkTag {
  push(delta: string): void;
  /** Hands on what still waits: no more of this answer's words come, or something else comes before them. */
  flush(): void;
}

export interface ThinkTagOptions {
  readonly text: (delta: string) => void;
  readonly reasoning: (delta: string) => void;
}

const opening = '<think>';
const closing = '</think>';

/**
 * What follows the tag in a sentence about it: a mark, or a space and a small letter or another tag. Reasoning begins on a line of its own, at
 * once, or with a capital.
 */
const sentence = /^(?:[`'".,:;!?)\]*]|[ \t]+[\p{Ll}<`(*])/u;

/** How many characters at the end of `text` may be the beginning of `tag`. */
function begun(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length -= 1) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}

/**
 * Splits reasoning off the beginning of an answer, wherever the tags are cut between pieces. Only an answer that begins with the tag has
 * reasoning in it; words about the tag, there or later, stay words. At most a few characters ever wait; the rest is handed on as it comes.
 */
export function createThinkTag({ text, reasoning }: ThinkTagOptions): ThinkTag {
  let state: 'beginning' | 'thinking' | 'thought' | 'text' = 'beginning';
  let kept = '';
  let hasThought = false;

  function think(words: string): void {
    hasThought ||= words !== '';
    reasoning(words);
  }

  function atBeginning(): void {
    const trimmed = kept.trimStart();
    if (!trimmed.startsWith(opening)) {
      if (opening.startsWith(trimmed) && kept.length < 256) return;
      return become('text');
    }
    const inside = trimmed.slice(opening.length);
    // Spaces alone do not say yet which of the two it is.
    if (/^[ \t]*$/.test(inside) && inside.length < 64) return;
    if (sentence.test(inside)) return become('text');
    kept = inside;
    become('thinking');
  }

  function inThought(): void {
    // White space before the first word is nobody's, in however many pieces it comes.
    if (!hasThought) kept = kept.trimStart();
    const at = kept.indexOf(closing);
    if (at !== -1) {
      think(kept.slice(0, at).trimEnd());
      kept = kept.slice(at + closing.length);
      return become('thought');
    }
    // White space before the closing tag is nobody's, so it waits as well.
    const waiting = begun(kept, closing);
    const ready = kept.slice(0, kept.length - waiting);
    const said = ready.length - ready.trimEnd().length > 64 ? ready : ready.trimEnd();
    think(said);
    kept = kept.slice(said.length);
  }

  function become(next: typeof state): void {
    state = next;
    read();
  }

  function read(): void {
    if (state === 'beginning') return atBeginning();
    if (state === 'thinking') return inThought();
    if (state === 'thought') {
      kept = kept.trimStart();
      if (kept === '') return;
      state = 'text';
    }
    const said = kept;
    kept = '';
    text(said);
  }

  return {
    push(delta) {
      if (state === 'text') return text(delta);
      kept += delta;
      read();
    },
    flush() {
      const rest = kept;
      kept = '';
      // An opening tag that nothing followed is neither.
      if (state === 'thinking') reasoning(rest.trimEnd());
      else if (state === 'beginning' && rest !== '') {
        state = 'text';
        if (rest.trim() !== opening) text(rest);
      }
    },
  };
}
