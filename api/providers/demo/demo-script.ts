import { errorTable, type ErrorCode, type StopReason } from '@parley/contracts';
import { explainProblem } from './demo-help.ts';
import { splitWords } from './split-words.ts';

/** What a demo answer does. */
export interface DemoPlan {
  /** The answer's pieces as they are streamed; those after a cut are already left out. */
  readonly chunks: readonly string[];
  readonly reasoning: readonly string[];
  /** Pieces a second; 0 means as fast as they are read. */
  readonly rate: number;
  /** Milliseconds before the first piece. */
  readonly delay: number;
  /** Fail with this code after the last piece. */
  readonly error: ErrorCode | null;
  /** The provider's words of the failure. */
  readonly errorMessage: string;
  /** The name of a tool that is asked for after the words. */
  readonly tool: string | null;
  readonly finish: StopReason;
  readonly inputTokens: number;
}

/** A script's plan and the whole answer it would give without a cut, so that "Continue" knows what is missing. */
export interface DemoScript {
  readonly plan: DemoPlan;
  readonly whole: readonly string[];
}

/** People read five words a second; eighty pieces feel alive and the eye still follows. */
export const usualRate = 80;

export const plainPlan: DemoPlan = {
  chunks: [],
  reasoning: [],
  rate: usualRate,
  delay: 0,
  error: null,
  errorMessage: 'The demo was asked to fail.',
  tool: null,
  finish: 'end',
  inputTokens: 0,
};

/** A value of a script that is not what its name takes; the message names both. */
class ScriptProblem extends Error {}

const most = 200_000;
const finishes: readonly StopReason[] = ['end', 'length', 'refusal', 'other'];

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';

const number =
  (max: number) =>
  (value: unknown, name: string): number => {
    const parsed = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    if (typeof parsed === 'number' && parsed >= 0 && parsed <= max) return parsed;
    throw new ScriptProblem(`\`${name}\` takes a number from 0 to ${max.toLocaleString('en')}, not ${shown(value)}.`);
  };

function words(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new ScriptProblem(`\`${name}\` takes a text, not ${shown(value)}.`);
}

function pieces(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.length <= most && value.every((item) => typeof item === 'string'))
    return value.filter((item) => item !== '');
  throw new ScriptProblem(`\`${name}\` takes a list of texts, which only the JSON form can hold.`);
}

function errorCode(value: unknown, name: string): ErrorCode {
  const code = words(value, name);
  const known = [code, `provider.${code}`].find((candidate) => Object.hasOwn(errorTable, candidate));
  if (known !== undefined) return known as ErrorCode;
  const names = Object.keys(errorTable).filter((row) => row.startsWith('provider.'));
  throw new ScriptProblem(`\`${name}\` takes one of ${names.map((row) => `\`${row.slice('provider.'.length)}\``).join(', ')}.`);
}

function finishOf(value: unknown, name: string): StopReason {
  const found = finishes.find((finish) => finish === value);
  if (found !== undefined) return found;
  throw new ScriptProblem(`\`${name}\` takes one of ${finishes.map((finish) => `\`${finish}\``).join(', ')}.`);
}

/** Every name a script may use, and how its value is read. */
const readers = {
  tokens: number(most),
  text: words,
  chunks: pieces,
  reasoning: number(most),
  rate: number(100_000),
  delay: number(600_000),
  cut: number(most),
  error: errorCode,
  message: words,
  tool: words,
  finish: finishOf,
} as const satisfies Record<string, (value: unknown, name: string) => unknown>;

type Fields = { -readonly [Name in keyof typeof readers]?: ReturnType<(typeof readers)[Name]> };

function readFields(given: Readonly<Record<string, unknown>>): Fields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(readers, name)) throw new ScriptProblem(`There is no \`${name.slice(0, 40)}\`.`);
    fields[name] = readers[name as keyof typeof readers](value, name);
  }
  return fields as Fields;
}

const numbered = (count: number, letter: string): string[] =>
  Array.from({ length: count }, (_, index) => `${index === 0 ? '' : ' '}${letter}${index + 1}`);

function planOf(fields: Fields): DemoScript {
  const whole = fields.chunks ?? (fields.text === undefined ? numbered(fields.tokens ?? 0, 'w') : splitWords(fields.text));
  // A cut that is given an end of its own (`finish=length`) is no failure; neither is one that a named error explains.
  const failsAtCut = fields.cut !== undefined && fields.finish === undefined;
  const plan: DemoPlan = {
    chunks: fields.cut === undefined ? whole : whole.slice(0, fields.cut),
    reasoning: numbered(fields.reasoning ?? 0, 'r'),
    rate: fields.rate ?? usualRate,
    delay: fields.delay ?? 0,
    error: fields.error ?? (failsAtCut ? 'provider.cut-off' : null),
    errorMessage: fields.message ?? plainPlan.errorMessage,
    tool: fields.tool ?? null,
    finish: fields.finish ?? 'end',
    inputTokens: 0,
  };
  // An error without a cut comes before the first word.
  const failsFirst = fields.error !== undefined && fields.cut === undefined;
  return { plan: failsFirst ? { ...plan, chunks: [] } : plan, whole };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** `name=value` pairs; a value with spaces stands in double quotes. */
function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const pair = /\s*([a-zA-Z]+)=(?:"((?:[^"\\]|\\[^])*)"|([^\s"]\S*))(?=\s|$)/y;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pair.lastIndex = at;
    const [matched, name, quoted, bare] = pair.exec(text) ?? [];
    if (matched === undefined) throw new ScriptProblem(`I cannot read \`${text.slice(at).trim().slice(0, 40).replaceAll('`', "'")}\`.`);
    pairs[name!] = quoted === undefined ? bare! : quoted.replaceAll(/\\([^])/g, (_, character: string) => escapes[character] ?? character);
    at += matched.length;
  }
  return pairs;
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new ScriptProblem(`This is not valid JSON: ${(error as Error).message.slice(0, 200).replaceAll('`', "'")}.`, { cause: error });
  }
}

function saying(text: string): DemoScript {
  const chunks = splitWords(text);
  return { plan: { ...plainPlan, chunks }, whole: chunks };
}

/**
 * Reads a script, so that a prompt can say how its answer behaves; null when the prompt is no script. One that cannot be read answers with what is
 * wrong and how scripts look.
 *
 * A script is `/demo` and `name=value` pairs, or `/demo` and one JSON object with the same names:
 *
 *     /demo tokens=200 rate=50 delay=100 reasoning=30 cut=120 error=rate-limited message="Slow down" tool=clock
 *     /demo {"chunks": ["<b>any", " text\n"], "rate": 0}
 *
 * | name | value | meaning |
 * |---|---|---|
 * | `tokens` | number | so many numbered words: `w1 w2 w3` … |
 * | `text` | text | this text, a word at a time; in quotes `\n`, `\t`, `\"` and `\\` mean what they mean in JSON |
 * | `chunks` | texts | exactly these pieces, one event each (JSON form only) |
 * | `reasoning` | number | so many numbered words of reasoning first: `r1 r2` … |
 * | `rate` | number | pieces a second; 0: as fast as they are read; absent: 80 |
 * | `delay` | ms | silence before the first piece |
 * | `cut` | number | only so many pieces, then `provider.cut-off`, or `error`, or `finish` when given |
 * | `error` | code | fail: after `cut` pieces, else before the first; `rate-limited`, `overloaded`, `context-too-long` … |
 * | `message` | text | the provider's words of the failure |
 * | `tool` | text | ask for this tool after the words |
 * | `finish` | reason | `end`, `length`, `refusal` or `other` |
 *
 * "Continue" on a cut answer goes on where it ended.
 */
export function readDemoScript(prompt: string): DemoScript | null {
  const match = /^\s*\/demo(?:\s+([^]*))?$/.exec(prompt);
  if (match === null) return null;
  const script = (match[1] ?? '').trim();
  if (script === '' || script === 'help') return saying(explainProblem(null));
  try {
    return planOf(readFields(script.startsWith('{') ? readJson(script) : readPairs(script)));
  } catch (error) {
    if (!(error instanceof ScriptProblem)) throw error;
    return saying(explainProblem(error.message));
  }
}
