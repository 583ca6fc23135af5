import { errorTable, type ErrorCode, type StopReason } from '@parley/contracts';

/** What a demo answer does. */
export interface DemoPlan {
  /** The answer's pieces as they are streamed. */
  readonly chunks: readonly string[];
  readonly reasoning: readonly string[];
  /** Pieces a second; 0 means as fast as they are read. */
  readonly rate: number;
  /** Milliseconds before the first piece. */
  readonly delay: number;
  /** Break off after so many pieces of the answer. */
  readonly cut: number | null;
  /** Fail with this code, after `cut` pieces or before the first. */
  readonly error: ErrorCode | null;
  /** The provider's words of the failure. */
  readonly errorMessage: string;
  /** The name of a tool that is asked for after the words. */
  readonly tool: string | null;
  readonly finish: StopReason;
}

/** Sixty to a hundred words a minute are read; eighty pieces a second feel alive and are still followed by the eye. */
export const usualRate = 80;

export const plainPlan: DemoPlan = {
  chunks: [],
  reasoning: [],
  rate: usualRate,
  delay: 0,
  cut: null,
  error: null,
  errorMessage: 'The demo was asked to fail.',
  tool: null,
  finish: 'end',
};

const most = 200_000;
const number = (value: unknown, fallback: number, max = most): number => {
  const parsed = typeof value === 'number' ? value : Number(value);
  return Number.isFinite(parsed) && parsed >= 0 && value !== undefined && value !== '' ? Math.min(parsed, max) : fallback;
};

const words = (count: number, letter: string): string[] =>
  Array.from({ length: count }, (_, index) => `${index === 0 ? '' : ' '}${letter}${index + 1}`);

const errorCode = (name: unknown): ErrorCode | null => {
  if (typeof name !== 'string') return null;
  const code = name.includes('.') ? name : `provider.${name}`;
  return code in errorTable ? (code as ErrorCode) : 'provider.failed';
};

const finishes: readonly StopReason[] = ['end', 'length', 'refusal', 'tool-calls', 'other'];
const finishOf = (name: unknown): StopReason => finishes.find((finish) => finish === name) ?? 'end';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, most) : []);

/** `name=value` pairs; a value with spaces stands in double quotes. */
function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const [, name, quoted, bare] of text.matchAll(/([a-zA-Z]+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    pairs[name!] = quoted === undefined ? bare! : quoted.replaceAll(/\\(.)/g, '$1');
  }
  return pairs;
}

function planOf(fields: Readonly<Record<string, unknown>>): DemoPlan {
  const chunks = strings(fields['chunks']);
  const text = typeof fields['text'] === 'string' ? splitWords(fields['text']) : [];
  const cut = fields['cut'] === undefined ? null : number(fields['cut'], 0);
  return {
    chunks: chunks.length > 0 ? chunks : text.length > 0 ? text : words(number(fields['tokens'], 0), 'w'),
    reasoning: words(number(fields['reasoning'], 0), 'r'),
    rate: number(fields['rate'], usualRate, 100_000),
    delay: number(fields['delay'], 0, 600_000),
    cut,
    error: errorCode(fields['error']) ?? (cut === null ? null : 'provider.cut-off'),
    errorMessage: typeof fields['message'] === 'string' ? fields['message'] : plainPlan.errorMessage,
    tool: typeof fields['tool'] === 'string' ? fields['tool'] : null,
    finish: finishOf(fields['finish']),
  };
}

/** Splits text as models do: a word with the space before it. Joined, the pieces are the text. */
export function splitWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/**
 * Reads a script, so that a prompt can say how its answer behaves; null when the prompt is no script.
 *
 * `/demo tokens=200 rate=50 delay=100 reasoning=30 cut=120 error=rate-limited message="…" tool=clock finish=length text="…"`, or the same
 * names in JSON: `/demo {"chunks": ["…", "…"], "rate": 0}`, where `chunks` are streamed exactly as they are.
 */
export function readDemoScript(prompt: string): DemoPlan | null {
  const script = /^\s*\/demo\s+([^]*)$/.exec(prompt)?.[1];
  if (script === undefined) return null;
  if (!script.startsWith('{')) return planOf(readPairs(script));
  try {
    return planOf(JSON.parse(script) as Record<string, unknown>);
  } catch {
    return { ...plainPlan, chunks: splitWords('This script is not valid JSON. Try `/demo {"chunks": ["Hello ", "there"], "rate": 0}`.') };
  }
}
