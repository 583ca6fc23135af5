import type { MadeFile } from '../../../providers/port.ts';
import type { Source } from '../kit/answer.ts';
import { newId } from '../kit/ids.ts';

type Status = 'in_progress' | 'completed';

/** A source, at the place in the words where it was named. */
export const citation = ({ url, title = url }: Source, at: number): object => ({
  type: 'url_citation',
  url,
  title,
  start_index: at,
  end_index: at,
});

export const textPart = (text: string, annotations: readonly object[]): object => ({
  type: 'output_text',
  annotations,
  logprobs: [],
  text,
});
export const summaryPart = (text: string): object => ({ type: 'summary_text', text });

export const messageItem = (id: string, status: Status, content: readonly object[]): object => ({
  id,
  type: 'message',
  status,
  content,
  role: 'assistant',
});

/** Reasoning carries its proof whether or not it was asked for: without it, the next turn could not be stateless. */
export const reasoningItem = (id: string, summary: readonly object[], signature: string | undefined): object => ({
  id,
  type: 'reasoning',
  summary,
  ...(signature === undefined ? {} : { encrypted_content: signature }),
});

export const callItem = (id: string, status: Status, call: { callId: string; name: string; arguments: string }): object => ({
  id,
  type: 'function_call',
  status,
  arguments: call.arguments,
  call_id: call.callId,
  name: call.name,
});

/** A picture as the tool of OpenAI's that makes them leaves it behind; undefined for what is none. */
export const imageItem = (id: string, { mediaType, base64 }: MadeFile): object | undefined =>
  mediaType.startsWith('image/')
    ? { id, type: 'image_generation_call', status: 'completed', result: base64, output_format: mediaType.slice('image/'.length) }
    : undefined;

const prefixes = { text: 'msg_', reasoning: 'rs_', 'tool-call': 'fc_', file: 'ig_' } as const;

export const itemId = (kind: keyof typeof prefixes): string => newId(prefixes[kind]);
