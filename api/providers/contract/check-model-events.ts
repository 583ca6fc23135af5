import { expect } from 'vitest';
import type { ModelEvent } from '../port.ts';

type Kind = 'text' | 'reasoning' | 'tool-call';

const kindOf = (type: string): Kind => type.replace(/-(start|delta|end)$/, '') as Kind;

/**
 * Holds a stream against the port: part ids begin once, are written to only between their start and their end, and keep their kind; nothing
 * follows `finish`. A complete stream has exactly one `finish`, at its end, and leaves nothing open; so does a failed one, without `finish`.
 */
export function checkModelEvents(events: readonly ModelEvent[], outcome: 'complete' | 'failed' | 'aborted'): void {
  const open = new Map<string, Kind>();
  const seen = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case 'text-start':
      case 'reasoning-start':
      case 'tool-call-start':
        expect(seen, `part ${event.part} begins once`).not.toContain(event.part);
        seen.add(event.part);
        open.set(event.part, kindOf(event.type));
        break;
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-call-delta':
        expect(open.get(event.part), `part ${event.part} is open`).toBe(kindOf(event.type));
        expect(event.delta).not.toBe('');
        break;
      case 'text-end':
      case 'reasoning-end':
      case 'tool-call-end':
        expect(open.get(event.part), `part ${event.part} is open`).toBe(kindOf(event.type));
        open.delete(event.part);
        break;
      case 'source':
        expect(seen).not.toContain(event.part);
        seen.add(event.part);
        break;
      case 'usage':
      case 'warning':
      case 'finish':
        break;
    }
  }
  const finishes = events.filter(({ type }) => type === 'finish').length;
  expect(finishes).toBe(outcome === 'complete' ? 1 : 0);
  if (outcome === 'complete') expect(events.at(-1)?.type).toBe('finish');
  if (outcome !== 'aborted') expect([...open.keys()], 'parts left open').toEqual([]);
}

/** The words of a stream, by kind. */
export function wordsOf(events: readonly ModelEvent[], kind: Kind = 'text'): string {
  let text = '';
  for (const event of events) if (event.type === `${kind}-delta` && 'delta' in event) text += event.delta;
  return text;
}
