import type { Part, TurnEvent } from '@parley/contracts';
import type { ModelEvent } from '../../providers/port.ts';
import type { Kept } from './keep-made.ts';

/** What a model made is kept before it comes here. */
type Streamed = Exclude<ModelEvent, { type: 'finish' | 'file' }> | Kept;
type Kind = 'text' | 'reasoning' | 'tool-call';

interface OpenPart {
  readonly id: string;
  readonly kind: Kind;
  readonly startedAt: number;
}

/** Turns what a model says into turn events, giving every part an id that is unique in its message. */
export interface ModelEventMapper {
  accept(event: Streamed): void;
  /** A new attempt has a new vocabulary of part ids. */
  beginAttempt(): void;
  /** Ends whatever the model left open, so that readers see every part end. */
  closeParts(): void;
}

function highestPart(parts: readonly Part[]): number {
  return parts.reduce((highest, part) => Math.max(highest, Number(/^p(\d{1,9})$/.exec(part.id)?.[1] ?? 0)), 0);
}

/** The text that a continued answer goes on with: its last one, unless a tool has been called, or a file made, since. */
function unfinishedText(parts: readonly Part[]): string | null {
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const part = parts[index]!;
    if (part.type === 'text') return part.id;
    if (part.type === 'tool-call' || part.type === 'tool-result' || part.type === 'file') return null;
  }
  return null;
}

/**
 * `parts` are those the answer already has: counting goes on behind them, and the first text of the model is appended to
 * the last text, so that a continued answer reads as one.
 */
export function createModelEventMapper(parts: readonly Part[], now: () => number, emit: (event: TurnEvent) => void): ModelEventMapper {
  let lastPart = highestPart(parts);
  let reopens = unfinishedText(parts);
  let open = new Map<string, OpenPart>();

  const nextId = (kind: Kind | 'source' | 'file'): string => {
    if (kind === 'text' && reopens !== null) {
      const id = reopens;
      reopens = null;
      return id;
    }
    lastPart += 1;
    return `p${lastPart}`;
  };

  const begin = (name: string, kind: Kind): OpenPart => {
    const part = { id: nextId(kind), kind, startedAt: now() };
    open.set(name, part);
    return part;
  };

  /** The part a delta belongs to; one the provider forgot to start is started here. */
  const opened = (name: string, kind: 'text' | 'reasoning'): string => {
    const part = open.get(name);
    if (part) return part.id;
    const { id } = begin(name, kind);
    emit({ type: `${kind}-start`, part: id });
    return id;
  };

  const end = (name: string, signature?: string): void => {
    const part = open.get(name);
    if (!part) return;
    open.delete(name);
    if (part.kind !== 'reasoning') return emit({ type: `${part.kind}-end`, part: part.id });
    const durationMs = Math.max(0, now() - part.startedAt);
    emit({ type: 'reasoning-end', part: part.id, durationMs, ...(signature === undefined ? {} : { signature }) });
  };

  return {
    accept(event) {
      switch (event.type) {
        case 'text-delta':
          return emit({ type: 'text-delta', part: opened(event.part, 'text'), delta: event.delta });
        case 'reasoning-delta':
          return emit({ type: 'reasoning-delta', part: opened(event.part, 'reasoning'), delta: event.delta });
        case 'text-start':
        case 'reasoning-start':
          return void opened(event.part, event.type === 'text-start' ? 'text' : 'reasoning');
        case 'tool-call-start': {
          const { id } = begin(event.part, 'tool-call');
          return emit({ type: 'tool-call-start', part: id, callId: event.callId, name: event.name });
        }
        case 'tool-call-delta': {
          const part = open.get(event.part);
          if (part) emit({ type: 'tool-call-delta', part: part.id, delta: event.delta });
          return;
        }
        case 'text-end':
        case 'tool-call-end':
          return end(event.part);
        case 'reasoning-end':
          return end(event.part, event.signature);
        case 'source':
          return emit({ ...event, part: nextId('source') });
        case 'file':
          // Words behind a picture are a text of their own.
          reopens = null;
          return emit({ ...event, part: nextId('file') });
        case 'usage':
        case 'warning':
          return emit(event);
      }
    },
    beginAttempt() {
      open = new Map();
    },
    closeParts() {
      for (const name of open.keys()) end(name);
    },
  };
}
