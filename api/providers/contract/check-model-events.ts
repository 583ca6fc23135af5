import { expect } from 'vitest';
import type { ModelEvent } from '../port.ts';

type Kind = 'text' | 'reasoning' | 'tool-call';

const kindOf = (type: string): Kind => type.replace(/-(start|delta|end)$/, '') as Kind;

/** Cheaper than an expectation, of which a long stream would need thousands. */
function must(holds: boolean, what: string): asserts holds {
  if (!holds) expect.fail(what);
}

/**
 * Holds a stream against the port: part ids begin once, are written to only between their start and their end, and keep their kind; nothing
 * follows `finish`. A complete stream has exactly one `finish`, at its end, and leaves nothing open; so does a failed one, without `finish`.
 */
export function checkModelEvents(events: readonly ModelEvent[], outcome: 'complete' | 'failed' | 'aborted'): void {
  const open = new Map<string, Kind>();
  const seen = new Set<string>();
  let finishes = 0;
  for (const event of events) {
    switch (event.type) {
      case 'text-start':
      case 'reasoning-start':
      case 'tool-call-start':
        must(!seen.has(event.part), `part ${event.part} begins twice`);
        seen.add(event.part);
        open.set(event.part, kindOf(event.type));
        break;
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-call-delta':
        must(open.get(event.part) === kindOf(event.type), `part ${event.part} is not open for a ${event.type}`);
        must(event.delta !== '', `part ${event.part} is told nothing`);
        break;
      case 'text-end':
      case 'reasoning-end':
      case 'tool-call-end':
        must(open.get(event.part) === kindOf(event.type), `part ${event.part} is not open for a ${event.type}`);
        open.delete(event.part);
        break;
      case 'source':
      case 'file':
        must(!seen.has(event.part), `part ${event.part} comes twice`);
        seen.add(event.part);
        break;
      case 'finish':
        finishes += 1;
        break;
      case 'usage':
      case 'warning':
        break;
    }
  }
  must(finishes === (outcome === 'complete' ? 1 : 0), `${finishes} ends of a stream that is ${outcome}`);
  if (outcome === 'complete') must(events.at(-1)?.type === 'finish', 'something follows the end');
  if (outcome !== 'aborted') must(open.size === 0, `parts left open: ${[...open.keys()].join(', ')}`);
}

/** The words of a stream, by kind. */
export function wordsOf(events: readonly ModelEvent[], kind: Kind = 'text'): string {
  let text = '';
  for (const event of events) if (event.type === `${kind}-delta` && 'delta' in event) text += event.delta;
  return text;
}
