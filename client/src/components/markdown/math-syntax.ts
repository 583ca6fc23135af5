import type { Code, Construct, Effects, Extension, Previous, State, TokenizeContext } from 'micromark-util-types';
import type { CompileContext, Extension as MdastExtension, Token } from 'mdast-util-from-markdown';
import type { Literal } from 'mdast';

/** Maths inside a line of text. */
export interface InlineMath extends Literal {
  type: 'inlineMath';
  /** Whether it was written as a display formula (`$$ … $$`, `\[ … \]`) inside a paragraph. */
  display: boolean;
}

/** A formula that is a block of its own. */
export interface MathBlock extends Literal {
  type: 'math';
}

declare module 'mdast' {
  interface PhrasingContentMap {
    inlineMath: InlineMath;
  }
  interface BlockContentMap {
    math: MathBlock;
  }
  interface RootContentMap {
    inlineMath: InlineMath;
    math: MathBlock;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mathBlock: 'mathBlock';
    mathMarker: 'mathMarker';
    mathValue: 'mathValue';
    mathSpan: 'mathSpan';
  }
}

const code = { dollar: 36, backslash: 92, roundOpen: 40, roundClose: 41, squareOpen: 91, squareClose: 93, space: 32, tab: 9 };

/** A formula longer than this inside a paragraph is text; the bound keeps a line of ten thousand `$` cheap to read. */
const longestSpan = 1_000;

const isLineEnding = (value: Code): boolean => value !== null && value < -2;
const isSpace = (value: Code): boolean => value === code.space || value === -1 || value === -2;
const isDigit = (value: Code): boolean => value !== null && value >= 48 && value <= 57;

const dollarsFollow: Previous = function (previous) {
  return previous !== code.dollar || this.events.at(-1)?.[1].type === 'characterEscape';
};

/**
 * `$x$`, `$$x$$`, `\(x\)` and `\[x\]` inside a paragraph. As in Pandoc a single `$` opens only before, and closes only
 * after, something that is not a space, and never closes before a digit: "between $5 and $10" stays a sentence about money.
 */
function spanTokenizer(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let size = 0;
  let closing = 0;
  let length = 0;
  let bracket: Code = null;
  let before: Code = null;

  return (value) => {
    effects.enter('mathSpan');
    effects.enter('mathMarker');
    return value === code.dollar ? openDollar(value) : openBackslash(value);
  };

  function openDollar(value: Code): State | undefined {
    if (value === code.dollar && size < 3) {
      size += 1;
      effects.consume(value);
      return openDollar;
    }
    if (size > 2 || value === null || (size === 1 && (isSpace(value) || isLineEnding(value)))) return nok(value);
    return opened(value);
  }

  function openBackslash(value: Code): State {
    effects.consume(value);
    return (next) => {
      if (next !== code.roundOpen && next !== code.squareOpen) return nok(next);
      bracket = next === code.roundOpen ? code.roundClose : code.squareClose;
      effects.consume(next);
      return opened;
    };
  }

  function opened(value: Code): State | undefined {
    effects.exit('mathMarker');
    return between(value);
  }

  function between(value: Code): State | undefined {
    if (value === null || length > longestSpan) return nok(value);
    if (isLineEnding(value)) {
      effects.enter('lineEnding');
      effects.consume(value);
      effects.exit('lineEnding');
      length += 1;
      before = code.space;
      return between;
    }
    if (bracket === null ? value === code.dollar : value === code.backslash) {
      closing = 0;
      return effects.attempt({ tokenize: closer, partial: true }, ok, notCloser)(value);
    }
    effects.enter('mathValue');
    return data(value);
  }

  function data(value: Code): State | undefined {
    if (value === null || isLineEnding(value) || length > longestSpan || value === (bracket === null ? code.dollar : code.backslash)) {
      effects.exit('mathValue');
      return between(value);
    }
    return step(value, data);
  }

  function step(value: Code, next: State): State {
    effects.consume(value);
    length += 1;
    before = value;
    return next;
  }

  /** A `$` that closes nothing, or a command such as `\frac` or `\$`: part of the formula. */
  function notCloser(value: Code): State {
    effects.enter('mathValue');
    return step(value, (next) => {
      if (bracket === null && size === 2 && next === code.dollar) return data(next);
      if (value === code.backslash && next !== null && !isLineEnding(next)) return step(next, data);
      return data(next);
    });
  }

  function closer(inner: Effects, yes: State, no: State): State {
    return (value) => {
      inner.enter('mathMarker');
      return bracket === null ? closeDollar(value) : closeBackslash(value);
    };

    function closeDollar(value: Code): State | undefined {
      if (value === code.dollar && closing < size) {
        closing += 1;
        inner.consume(value);
        return closeDollar;
      }
      if (closing < size) return no(value);
      if (size === 1 && (isSpace(before) || before === code.backslash || isDigit(value) || value === code.dollar)) return no(value);
      return closed(value);
    }

    function closeBackslash(value: Code): State {
      inner.consume(value);
      return (next) => {
        if (next !== bracket) return no(next);
        inner.consume(next);
        return closed;
      };
    }

    function closed(value: Code): State | undefined {
      if (length === 0) return no(value);
      inner.exit('mathMarker');
      inner.exit('mathSpan');
      return yes(value);
    }
  }
}

/**
 * A formula in lines of its own: it begins a line with `$$` or `\[` and ends a line with `$$` or `\]`. It ends as text at an
 * empty line, at the end of the document or where words follow the closing marker, so a formula that is never closed cannot swallow the rest of an answer.
 */
function blockTokenizer(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const parser = this.parser;
  const now = (): number => this.now().line;
  let marker: Code = null;
  let size = 0;
  let filled = false;
  let lineFilled = true;

  return (value) => {
    marker = value;
    effects.enter('mathBlock');
    effects.enter('mathMarker');
    effects.consume(value);
    return (next) => {
      if (next !== (marker === code.dollar ? code.dollar : code.squareOpen)) return nok(next);
      effects.consume(next);
      effects.exit('mathMarker');
      return content;
    };
  };

  function content(value: Code): State | undefined {
    if (value === null) return nok(value);
    if (isLineEnding(value)) {
      if (!lineFilled) return nok(value);
      lineFilled = false;
      effects.enter('lineEnding');
      effects.consume(value);
      effects.exit('lineEnding');
      return (next) => (parser.lazy[now()] ? nok(next) : content(next));
    }
    if (value === marker) return effects.attempt({ tokenize: closer, partial: true }, ok, notCloser)(value);
    return inside(value);
  }

  /** A whole closing marker with more words after it: this was no block. */
  function notCloser(value: Code): State | undefined {
    return size === 2 ? nok(value) : inside(value);
  }

  function inside(value: Code): State | undefined {
    effects.enter('mathValue');
    return data(value);
  }

  function data(value: Code): State | undefined {
    if (!isSpace(value)) {
      filled = true;
      lineFilled = true;
    }
    effects.consume(value);
    return (next) => {
      if (next === null || isLineEnding(next) || (next === marker && value !== marker)) {
        effects.exit('mathValue');
        return content(next);
      }
      return data(next);
    };
  }

  function closer(inner: Effects, yes: State, no: State): State {
    size = 0;
    return (value) => {
      inner.enter('mathMarker');
      return sequence(value);
    };

    function sequence(value: Code): State | undefined {
      const wanted = size === 0 || marker === code.dollar ? marker : code.squareClose;
      if (size < 2) {
        if (value !== wanted) return no(value);
        size += 1;
        inner.consume(value);
        return sequence;
      }
      return trailing(value);
    }

    function trailing(value: Code): State | undefined {
      if (isSpace(value)) {
        inner.consume(value);
        return trailing;
      }
      if (!filled || (value !== null && !isLineEnding(value))) return no(value);
      inner.exit('mathMarker');
      inner.exit('mathBlock');
      return yes(value);
    }
  }
}

/** What micromark reads: maths between dollars and between TeX brackets, as models write it. */
export function mathSyntax(): Extension {
  const block: Construct = { name: 'mathBlock', tokenize: blockTokenizer, concrete: true };
  const span: Construct = { name: 'mathSpan', tokenize: spanTokenizer };
  return {
    flow: { [code.dollar]: block, [code.backslash]: block },
    text: { [code.dollar]: { ...span, previous: dollarsFollow }, [code.backslash]: span },
  };
}

function enterMath(type: 'math' | 'inlineMath') {
  return function (this: CompileContext, token: Token): void {
    this.enter(type === 'math' ? { type, value: '' } : { type, value: '', display: false }, token);
    this.buffer();
  };
}

function exitMath(this: CompileContext, token: Token): void {
  const value = this.resume().trim();
  const node = this.stack.at(-1);
  if (node?.type === 'math' || node?.type === 'inlineMath') node.value = value;
  if (node?.type === 'inlineMath') node.display = /^(?:\$\$|\\\[)/.test(this.sliceSerialize(token));
  this.exit(token);
}

/** What becomes of it in the tree: `math` and `inlineMath` nodes with the formula as their value. */
export function mathNodes(): MdastExtension {
  return {
    enter: {
      mathBlock: enterMath('math'),
      mathSpan: enterMath('inlineMath'),
      mathValue(token) {
        this.config.enter['data']?.call(this, token);
      },
    },
    exit: {
      mathBlock: exitMath,
      mathSpan: exitMath,
      mathValue(token) {
        this.config.exit['data']?.call(this, token);
      },
    },
  };
}
