import type { IncomingHttpHeaders } from 'node:http';
import type { FakeAsk, FakeFormat } from './wire.ts';

const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { type?: string; text?: string }[])
    .filter((part) => part.type === undefined || part.type === 'text' || part.type === 'input_text' || part.type === 'output_text')
    .map((part) => part.text ?? '')
    .join('\n');
};

/** The key a request came with, in the way of any format. */
export function keyOf(headers: IncomingHttpHeaders): string {
  const own = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers['api-key'];
  if (typeof own === 'string') return own;
  return (headers.authorization ?? '').replace(/^Bearer /, '');
}

interface Said {
  readonly role?: string;
  readonly content?: unknown;
}

/** The messages of a request under the name each format has for them, with the roles of Chat Completions. */
function messagesOf(format: FakeFormat, body: Record<string, unknown>): Said[] {
  const list = body[format === 'google-gemini' ? 'contents' : format === 'openai-responses' ? 'input' : 'messages'];
  if (typeof list === 'string') return [{ role: 'user', content: list }];
  const said = (Array.isArray(list) ? list : []) as (Said & { parts?: { text?: string; thought?: boolean }[] })[];
  if (format !== 'google-gemini') return said;
  return said.map(({ role, parts = [] }) => ({
    role: role === 'model' ? 'assistant' : 'user',
    content: parts
      .filter(({ thought }) => !thought)
      .map(({ text }) => text ?? '')
      .join(''),
  }));
}

/** An answer to go on from is followed by a request to do so where a format has no other way. */
function withoutGoOn(messages: Said[]): Said[] {
  const [before, last] = messages.slice(-2);
  const asksToGoOn = before?.role === 'assistant' && textOf(last?.content).startsWith('Go on exactly where your last message stops.');
  return asksToGoOn ? messages.slice(0, -1) : messages;
}

/** Reads what a request asks for; what it cannot find is empty. Gemini names the model, and asks for a stream, in its path. */
export function readAsk(format: FakeFormat, headers: IncomingHttpHeaders, body: Record<string, unknown>, path = ''): FakeAsk {
  const all = messagesOf(format, body);
  const messages = format === 'openai-responses' ? withoutGoOn(all) : all;
  const last = messages.at(-1);
  const options = body['stream_options'] as { include_usage?: boolean } | undefined;
  const [, model = '', verb = ''] = /\/models\/([^/:]+):(\w+)$/.exec(path) ?? /\/model\/([^/]+)\/(converse-stream)$/.exec(path) ?? [];
  return {
    format,
    model: typeof body['model'] === 'string' ? body['model'] : decodeURIComponent(model),
    stream: body['stream'] === true || verb === 'streamGenerateContent' || verb === 'converse-stream',
    prompt: textOf(messages.findLast((message) => message.role === 'user')?.content),
    prefill: last?.role === 'assistant' ? textOf(last.content) : undefined,
    wantsUsage: format !== 'openai-chat' || options?.include_usage === true,
    key: keyOf(headers),
  };
}
