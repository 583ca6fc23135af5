import type { TurnEvent } from '@parley/contracts';

/** A turn event with its place in the turn's log: 1, 2, 3 … without gap or repeat. */
export interface SequencedEvent {
  readonly seq: number;
  readonly event: TurnEvent;
}

/** A turn event as a reader of a multiplexed connection receives it. */
export interface ChannelledEvent extends SequencedEvent {
  readonly channel: number;
}

/**
 * The short form of an event, encoded once and shared by the log and every reader: `seq,"text-delta","part","delta"` for
 * deltas, `seq,{…}` for all others. It is the inside of a JSON array without its brackets, so that a connection can put
 * its own channel number in front without touching the rest (`frameTurnEvent`).
 */
export function encodeTurnEvent(seq: number, event: TurnEvent): string {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-call-delta':
      return `${seq},"${event.type}",${JSON.stringify(event.part)},${JSON.stringify(event.delta)}`;
    default:
      return `${seq},${JSON.stringify(event)}`;
  }
}

const bracket = 123;

/**
 * The same event for those who read answers: without the provider's proof of its reasoning, which may be many times as long as the answer and is of
 * use to the provider alone. All but the end of reasoning are looked at for one character.
 */
export function forReader(encoded: string): string {
  const at = encoded.indexOf(',') + 1;
  if (encoded.charCodeAt(at) !== bracket || !encoded.includes('"signature":', at)) return encoded;
  const { seq, event } = decodeTurnEvent(encoded);
  if (event.type !== 'reasoning-end') return encoded;
  const { signature: _, ...rest } = event;
  return encodeTurnEvent(seq, rest);
}

/** The line that carries an encoded event over a connection. */
export function frameTurnEvent(channel: number, encoded: string): string {
  return `[${channel},${encoded}]`;
}

function fromFields(fields: readonly unknown[]): SequencedEvent {
  const [seq, head, part, delta] = fields;
  const event = typeof head === 'string' ? { type: head, part, delta } : head;
  return { seq: seq as number, event: event as TurnEvent };
}

/** Reads what `encodeTurnEvent` wrote. Throws a SyntaxError on anything else. */
export function decodeTurnEvent(encoded: string): SequencedEvent {
  return fromFields(JSON.parse(`[${encoded}]`) as unknown[]);
}

/** Reads an already parsed line of `frameTurnEvent`. */
export function decodeFrame(line: readonly unknown[]): ChannelledEvent {
  return { channel: line[0] as number, ...fromFields(line.slice(1)) };
}
