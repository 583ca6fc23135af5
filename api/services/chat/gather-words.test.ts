import type { TurnEvent } from '@parley/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherWords, type WordGatherer } from './gather-words.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const words = (delta: string, part = 'p1'): TurnEvent => ({ type: 'text-delta', part, delta });

function gathering(): { readonly seen: string[]; readonly gatherer: WordGatherer; fail?: Error } {
  const seen: string[] = [];
  const here: { seen: string[]; fail?: Error; gatherer: WordGatherer } = {
    seen,
    gatherer: gatherWords((event) => {
      if (here.fail) throw here.fail;
      seen.push('delta' in event ? `${event.part}:${event.delta}` : event.type);
    }, 25),
  };
  return here;
}

test('hands on the first words at once and further ones together', () => {
  const { seen, gatherer } = gathering();
  for (const each of ['a', 'b', 'c']) gatherer.write(words(each));
  expect(seen).toEqual(['p1:a']);
  vi.advanceTimersByTime(25);
  expect(seen).toEqual(['p1:a', 'p1:bc']);
  gatherer.write(words('d'));
  vi.advanceTimersByTime(100);
  gatherer.write(words('e'));
  expect(seen).toEqual(['p1:a', 'p1:bc', 'p1:d', 'p1:e']);
});

test('keeps the order of parts and events, and holds nothing back at the end', () => {
  const { seen, gatherer } = gathering();
  gatherer.write(words('a'));
  gatherer.write(words('b'));
  gatherer.write(words('c', 'p2'));
  gatherer.write({ type: 'text-end', part: 'p2' });
  gatherer.write(words('d', 'p3'));
  gatherer.end();
  expect(seen).toEqual(['p1:a', 'p1:b', 'p2:c', 'text-end', 'p3:d']);
  expect(vi.getTimerCount()).toBe(0);
});

test('what fails behind the back of the writer is told to it', () => {
  const here = gathering();
  here.gatherer.write(words('a'));
  here.gatherer.write(words('b'));
  here.fail = new Error('too long');
  vi.advanceTimersByTime(25);
  expect(() => here.gatherer.write(words('c'))).toThrow('too long');
  expect(() => here.gatherer.end()).toThrow('too long');
});
