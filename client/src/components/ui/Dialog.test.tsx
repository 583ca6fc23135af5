import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Dialog } from './Dialog.tsx';

afterEach(cleanup);

const page = (open: boolean) => (
  <>
    <textarea aria-label="Message" />
    {open ? (
      <Dialog open onOpenChange={() => undefined} title="Sign in again">
        <input aria-label="Password" />
      </Dialog>
    ) : null}
  </>
);

test('the focus goes in, and back to where the person was', async () => {
  const { rerender } = render(page(false));
  const composer = screen.getByLabelText('Message');
  composer.focus();
  rerender(page(true));
  const dialog = await screen.findByRole('dialog', { name: 'Sign in again' });
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true), { timeout: 10_000 });
  rerender(page(false));
  await waitFor(() => expect(document.activeElement).toBe(composer), { timeout: 10_000 });
});

test('no style element is put into the page: the policy forbids them', async () => {
  render(page(true));
  await screen.findByRole('dialog');
  expect(document.querySelector('style')).toBeNull();
});
