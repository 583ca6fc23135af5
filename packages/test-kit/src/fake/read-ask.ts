import type { IncomingHttpHeaders } from 'node:http';
import type { FakeAsk, FakeFormat } from './wire.ts';

const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { type?: string; text?: string }[])
    .filter((part) => part.type === 'text')
    .map((part) => part.text ?? '')
    .join('\n');
};

/** The key a request came with, in the way of either format. */
export function keyOf(headers: IncomingHttpHeaders): string {
  const own = headers['x-api-key'];
  if (typeof own === 'string') return own;
  return (headers.authorization ?? '').replace(/^Bearer /, '');
}

/** Reads what a request asks for; what it cannot find is empty. */
export function readAsk(format: FakeFormat, headers: IncomingHttpHeaders, body: Record<string, unknown>): FakeAsk {
  const messages = (Array.isArray(body['messages']) ? body['messages'] : []) as { role?: string; content?: unknown }[];
  const last = messages.at(-1);
  const options = body['stream_options'] as { include_usage?: boolean } | undefined;
  return {
    format,
    model: typeof body['model'] === 'string' ? body['model'] : '',
    stream: body['stream'] === true,
    prompt: textOf(messages.findLast((message) => message.role === 'user')?.content),
    prefill: last?.role === 'assistant' ? textOf(last.content) : undefined,
    wantsUsage: format === 'anthropic-messages' || options?.include_usage === true,
    key: keyOf(headers),
  };
}
