import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Attachment } from '../../stores/attachments.ts';
import { useWaitingSend } from './use-waiting-send.ts';

const file = (name: string, state: Attachment['state']): Attachment => ({
  key: name,
  name,
  bytes: 1,
  state,
  progress: 0,
  file: null,
  error: null,
});
const here = (...attachments: readonly Attachment[]) => ({ place: 'a', text: 'Look.', attachments, ready: true });
type Here = ReturnType<typeof here>;

function waitFor(first: Here) {
  const send = vi.fn();
  const hook = renderHook((props: Here) => useWaitingSend(props, send), { initialProps: first });
  act(() => hook.result.current.wait());
  return {
    send,
    state: () => hook.result.current.waiting,
    show: (props: Here) => hook.rerender(props),
    cancel: () => act(() => hook.result.current.cancel()),
  };
}

afterEach(cleanup);

test('goes by itself, once, when all has arrived', () => {
  const { send, state, show } = waitFor(here(file('a.pdf', 'coming'), file('b.pdf', 'coming')));
  expect(state()).toEqual({ state: 'waiting', names: ['a.pdf', 'b.pdf'] });
  show(here(file('a.pdf', 'ready'), file('b.pdf', 'coming')));
  expect(state()).toEqual({ state: 'waiting', names: ['b.pdf'] });
  expect(send).not.toHaveBeenCalled();
  const all = here(file('a.pdf', 'ready'), file('b.pdf', 'ready'));
  show({ ...all, ready: false });
  expect(send).not.toHaveBeenCalled();
  show(all);
  show(all);
  expect(send).toHaveBeenCalledTimes(1);
  show({ ...here(), text: '' });
  expect(state()).toEqual({ state: 'none' });
});

test('says what failed and sends nothing, also when it is tried again and arrives', () => {
  const { send, state, show } = waitFor(here(file('a.pdf', 'coming')));
  show(here(file('a.pdf', 'failed')));
  expect(state()).toEqual({ state: 'given-up', names: ['a.pdf'] });
  show(here(file('a.pdf', 'coming')));
  show(here(file('a.pdf', 'ready')));
  expect(state()).toEqual({ state: 'none' });
  expect(send).not.toHaveBeenCalled();
});

const coming = file('a.pdf', 'coming');
const ready = file('a.pdf', 'ready');
test.each([
  ['writes on', { ...here(coming), text: 'Look!' }, here(ready)],
  ['attaches another file', here(coming, file('b.pdf', 'ready')), here(ready, file('b.pdf', 'ready'))],
  ['takes the file off', here(), here()],
  ['goes to another chat', { ...here(coming), place: 'b' }, here(ready)],
])('whoever %s has changed their mind', (_, changed, arrived) => {
  const { send, state, show } = waitFor(here(coming));
  show(changed);
  expect(state()).toEqual({ state: 'none' });
  show(arrived);
  expect(send).not.toHaveBeenCalled();
});

test('can be called off', () => {
  const { send, state, show, cancel } = waitFor(here(coming));
  cancel();
  show(here(ready));
  expect(state()).toEqual({ state: 'none' });
  expect(send).not.toHaveBeenCalled();
});
