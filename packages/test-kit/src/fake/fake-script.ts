/**
 * # What a prompt can make the fake provider do
 *
 * The last user message of a request may carry a script in either form; everything around it is ignored.
 *
 * - `[[fake tokens=200 rate=50 text="a \"quoted\" JSON string"]]`: `key=value` pairs. A value is a bare word or a JSON string.
 *   `on` and `off` are booleans, digits are numbers.
 * - `[[fake-json {"chunks": ["<img ", "src=x>"], "rate": 50}]]`: the same keys as a JSON object, for texts that are awkward to quote.
 *
 * Without a script the answer is `fakeAnswer(prompt)`, a word at a time.
 *
 * Positions (`cutAt`, `hangAt`, `resetAt`, `errorAt`) count tokens: 0 is before the first, reasoning tokens come first and count too.
 */
export interface FakeScript {
  /** A name of the test's own under which the request is found again (`/__written?request=`). */
  readonly id?: string;

  /** The answer: so many numbered tokens (`fakeText`), or this text a word at a time, or exactly these chunks. */
  readonly tokens?: number;
  readonly text?: string;
  readonly chunks?: readonly string[];
  /** Bytes per numbered token. */
  readonly bytes?: number;
  /** So many reasoning tokens (`fakeReasoning`) before the answer, or this text. */
  readonly reasoning?: number | string;
  /** The field reasoning is sent in, for the Chat Completions format. */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | 'thinking';
  /** Calls a tool of this name at the end, with `args` as its arguments. */
  readonly tool?: string;
  readonly args?: string;
  /** Calls several tools at once, in place of `tool`. */
  readonly calls?: readonly { readonly name: string; readonly args: string }[];

  /** So many pictures (`fakePicture`, 320 by 200, each with its number as tint) behind the words; formats that have none leave them out. */
  readonly pictures?: number;

  /** Tokens a second; absent or 0 means as fast as the reader reads. */
  readonly rate?: number;
  /** Milliseconds before the head of the answer, and between the head and the first token. */
  readonly headDelay?: number;
  readonly delay?: number;

  /** Answers with this HTTP status and an error body; `retryAfter` (seconds, a date or `1500ms`) becomes a header. */
  readonly status?: number;
  /** The body of that answer, word for word, as a vendor of the format writes it. */
  readonly body?: string;
  readonly retryAfter?: number | string;
  /** The type of the error: `overloaded`, `rate_limit`, `quota`, `context`, `auth`, `model`, `server`, or any other word. Without `status` it comes inside a 200. */
  readonly error?: string;
  /** Before which token an error inside a 200 is sent. */
  readonly errorAt?: number;
  readonly message?: string;

  /** Ends the answer as if complete, without its end marks; falls silent; breaks the connection. */
  readonly cutAt?: number;
  readonly hangAt?: number;
  readonly resetAt?: number;

  readonly finish?: string;
  /** Whether the stream ends with `[DONE]` or `message_stop`. Default on. */
  readonly done?: boolean;
  /** Leaves the connection open after the end. */
  readonly hold?: boolean;
  /** Whether usage is sent. Default: when asked for. */
  readonly usage?: boolean;
  /** Refuses `stream_options` as old servers do. */
  readonly refuseStreamOptions?: boolean;

  /** How the bytes are written: in pieces of so many bytes, with CRLF, with comments or pings between events, with unknown events. */
  readonly splitBytes?: number;
  readonly crlf?: boolean;
  readonly comments?: boolean;
  readonly unknown?: boolean;
  /** Interleaves a second choice that must be ignored. */
  readonly choices?: number;
  /** A web page, or one plain JSON answer, instead of a stream. */
  readonly html?: boolean;
  readonly json?: boolean;
  /** Replaces the content type of the stream. */
  readonly contentType?: string;
}

const pair = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^\s\]]+)/g;

function readValue(raw: string): string | number | boolean {
  if (raw.startsWith('"')) return JSON.parse(raw) as string;
  if (raw === 'on' || raw === 'off') return raw === 'on';
  return /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
}

/** The end of the JSON object that begins at `from`, past its closing brace; -1 when it never closes. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return -1;
}

/** The script a prompt carries; undefined when it carries none. Throws on one that cannot be read: a test with a typo must not pass. */
export function parseFakeScript(prompt: string): FakeScript | undefined {
  const json = prompt.indexOf('[[fake-json ');
  if (json !== -1) {
    const from = prompt.indexOf('{', json);
    const to = from === -1 ? -1 : endOfObject(prompt, from);
    if (to === -1) throw new Error('a fake-json script has no complete object');
    return JSON.parse(prompt.slice(from, to)) as FakeScript;
  }
  const at = prompt.indexOf('[[fake');
  if (at === -1) return undefined;
  const script: Record<string, string | number | boolean> = {};
  const body = /^\[\[fake((?:\s+[A-Za-z]+=(?:"(?:[^"\\]|\\.)*"|[^\s\]]+))*)\s*\]\]/.exec(prompt.slice(at));
  if (!body) throw new Error(`the fake script cannot be read: ${prompt.slice(at, at + 80)}`);
  for (const [, key, raw] of (body[1] ?? '').matchAll(pair)) if (key !== undefined && raw !== undefined) script[key] = readValue(raw);
  return script as FakeScript;
}

/** Writes a script into a prompt; what `parseFakeScript` reads back. */
export function fakePrompt(script: FakeScript, words = ''): string {
  return `${words}${words === '' ? '' : ' '}[[fake-json ${JSON.stringify(script)}]]`;
}
