import type { StopReason, Usage } from '@parley/contracts';
import type { MadeFile, ModelEvent } from '../../../providers/port.ts';

/** A part of an answer that is whole. */
export type AnswerPart =
  | { readonly type: 'text'; text: string }
  | { readonly type: 'reasoning'; text: string; signature?: string }
  | { readonly type: 'tool-call'; readonly callId: string; readonly name: string; arguments: string }
  | { readonly type: 'file'; readonly mediaType: string; readonly base64: string };

/** A page of the web that an answer names. */
export interface Source {
  readonly url: string;
  readonly title?: string;
}

type Told = Extract<ModelEvent, { type: 'source' }>;

/** A source that has an address, which is what the vendors' citations are made of; undefined for words of a document. */
export const pageOf = ({ url, title }: Told): Source | undefined =>
  url === undefined ? undefined : { url, ...(title === undefined ? {} : { title }) };

/** A source in words, for those that none of the vendors' fields can carry. */
export function sourceWords({ url, title, quote, page }: Told): string {
  const place = [title ?? url, page === undefined ? undefined : `page ${page}`].filter((word) => word !== undefined).join(', ');
  return `Source: ${[place, quote === undefined ? '' : JSON.stringify(quote)].filter((word) => word !== '').join(': ')}`;
}

/** An answer with all that was said about it. */
export interface WholeAnswer {
  readonly parts: readonly AnswerPart[];
  readonly sources: readonly Source[];
  readonly warnings: readonly string[];
  readonly usage: Usage;
  readonly stopReason: StopReason;
}

const begun = (event: ModelEvent): AnswerPart | undefined => {
  if (event.type === 'text-start') return { type: 'text', text: '' };
  if (event.type === 'reasoning-start') return { type: 'reasoning', text: '' };
  if (event.type === 'tool-call-start') return { type: 'tool-call', callId: event.callId, name: event.name, arguments: '' };
  if (event.type === 'file') return { type: 'file', mediaType: event.mediaType, base64: event.base64 };
  return undefined;
};

/** What a model made, in words, for those of the vendors' forms that cannot carry it. */
export const madeWords = ({ mediaType }: Pick<MadeFile, 'mediaType'>): string =>
  `The model made a file (${mediaType.slice(0, 100)}), which this format of answers cannot carry.`;

/** Gathers a model's events into the answer they make; throws what the model throws. */
export async function collectAnswer(events: AsyncIterable<ModelEvent>): Promise<WholeAnswer> {
  const parts = new Map<string, AnswerPart>();
  const sources: Source[] = [];
  const warnings: string[] = [];
  let usage: Usage = {};
  let stopReason: StopReason = 'other';
  for await (const event of events) {
    const part = begun(event);
    if (part && 'part' in event) parts.set(event.part, part);
    else if (event.type === 'source') {
      const source = pageOf(event);
      if (source) sources.push(source);
      else warnings.push(sourceWords(event));
    } else if (event.type === 'warning') warnings.push(event.message);
    else if (event.type === 'usage') usage = { ...usage, ...event.usage };
    else if (event.type === 'finish') stopReason = event.stopReason;
    else if ('part' in event) {
      const open = parts.get(event.part);
      if ('delta' in event && open && open.type !== 'file') {
        if (open.type === 'tool-call') open.arguments += event.delta;
        else open.text += event.delta;
      } else if (event.type === 'reasoning-end' && open?.type === 'reasoning' && event.signature !== undefined)
        open.signature = event.signature;
    }
  }
  return { parts: [...parts.values()], sources, warnings, usage, stopReason };
}

/** Why the model stopped: one that called tools waits for their results, whatever it says. */
export const stopOf = (stopReason: StopReason, calledTools: boolean): StopReason =>
  calledTools && stopReason === 'end' ? 'tool-calls' : stopReason;

/** What a caller has to know beside the answer, in a field of ours that the vendors' clients pass over. */
export const withWarnings = (warnings: readonly string[]): { readonly parley?: { readonly warnings: readonly string[] } } =>
  warnings.length === 0 ? {} : { parley: { warnings } };
