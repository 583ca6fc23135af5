import type { FakeScript } from './fake-script.ts';

export type FakeFormat =
  'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'google-gemini' | 'ollama' | 'cohere' | 'bedrock-converse';

/** What a request asked for, as far as the fake cares. */
export interface FakeAsk {
  readonly format: FakeFormat;
  readonly model: string;
  readonly stream: boolean;
  /** The text of the last user message. */
  readonly prompt: string;
  /** The text of the last message when it is the assistant's: the answer goes on from it. */
  readonly prefill: string | undefined;
  readonly wantsUsage: boolean;
  readonly key: string;
}

export interface FakeUsage {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
}

/** One wire format: each method answers the events that say it, ready to be written, with LF endings. */
export interface Wire {
  /** The answers are bytes, one a character, and have no lines. */
  readonly isBinary?: true;
  begin(): string;
  reasoning(token: string): string;
  text(token: string): string;
  /** A picture, a PNG in base64; absent where a format has none. */
  picture?(base64: string): string;
  /** `at`: which call of the answer it is, from 0. */
  tool(name: string, args: string, at: number): string;
  /** What a second choice would say, or an event of a kind nobody knows. */
  otherChoice(token: string): string;
  unknown(): string;
  comment(): string;
  error(error: FakeError): string;
  end(usage: FakeUsage | undefined, script: FakeScript, calledTool: boolean): string;
  /** The whole answer as one JSON document. */
  whole(reasoning: string, text: string, usage: FakeUsage, script: FakeScript): string;
  /** The body of an answer with an error status. */
  failure(error: FakeError): string;
}

export interface FakeError {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly status: number;
}

/** An event with a name, as Anthropic writes them. */
export const named = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Arguments in the pieces a model would send them in. */
export function pieces(text: string, size = 5): string[] {
  const out: string[] = [];
  for (let at = 0; at < text.length; at += size) out.push(text.slice(at, at + size));
  return out;
}

/** The id of a call in an answer; the first, which most answers have alone, has no number of its own. */
export const callId = (answer: number, at: number, prefix = 'call'): string => `${prefix}_fake${answer}${at === 0 ? '' : `_${at}`}`;
