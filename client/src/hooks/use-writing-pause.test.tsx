import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { useWritingPause, writingPause } from './use-writing-pause.ts';

function Page({ wanted }: { wanted: boolean }) {
  return (
    <>
      <textarea aria-label="Message" />
      <p>{useWritingPause(wanted) ? 'shown' : 'held'}</p>
    </>
  );
}

const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
const isShown = (): boolean => screen.queryByText('shown') !== null;
const field = (): HTMLElement => screen.getByLabelText('Message');

// One clock for all: the hook remembers the last key.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterAll(() => void vi.useRealTimers());
beforeEach(() => void vi.advanceTimersByTime(10 * writingPause));
afterEach(cleanup);

test('who writes nowhere is asked at once', () => {
  render(<Page wanted />);
  expect(isShown()).toBe(true);
});

test('who has the focus in a field and does not write is asked at once', () => {
  const { rerender } = render(<Page wanted={false} />);
  field().focus();
  rerender(<Page wanted />);
  expect(isShown()).toBe(true);
});

test('who writes is asked after a pause, however long the sentence', () => {
  const { rerender } = render(<Page wanted={false} />);
  field().focus();
  fireEvent.keyDown(field(), { key: 'a' });
  rerender(<Page wanted />);
  for (let key = 0; key < 40; key += 1) {
    pass(writingPause - 100);
    expect(isShown()).toBe(false);
    fireEvent.keyDown(field(), { key: 'a' });
  }
  pass(writingPause);
  expect(isShown()).toBe(true);
});

test('a word that is still being composed is waited for', () => {
  const { rerender } = render(<Page wanted={false} />);
  field().focus();
  fireEvent.compositionStart(field());
  rerender(<Page wanted />);
  pass(5 * writingPause);
  expect(isShown()).toBe(false);
  fireEvent.compositionEnd(field());
  pass(2 * writingPause);
  expect(isShown()).toBe(true);
});

test('what was shown stays until it is not wanted any more, and waits again the next time', () => {
  const { rerender } = render(<Page wanted />);
  field().focus();
  fireEvent.keyDown(field(), { key: 'a' });
  expect(isShown()).toBe(true);
  rerender(<Page wanted={false} />);
  expect(isShown()).toBe(false);
  rerender(<Page wanted />);
  expect(isShown()).toBe(false);
});
