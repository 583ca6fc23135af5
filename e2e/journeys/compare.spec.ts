import { expect, test } from '../support/fixtures.ts';

test('the same question to two models in columns: reload in the middle, stop one, go on with the other', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.press(page.getByRole('button', { name: 'Compare with another model' }));
  await user.press(page.getByRole('option', { name: 'Parley demo, thinking' }));
  await expect(page.getByRole('button', { name: 'Do not ask Parley demo, thinking' })).toBeVisible();
  await page
    .locator('input[data-attach]')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('The sea is wide.') });
  await expect(page.getByRole('button', { name: 'Send message' })).toBeEnabled();
  await user.send('/demo tokens=300 rate=25');

  const comparison = page.getByRole('region', { name: 'Comparison' });
  const first = comparison.getByRole('region', { name: '1. Parley demo', exact: true });
  const second = comparison.getByRole('region', { name: '2. Parley demo, thinking' });
  await expect(comparison.getByText('notes.txt')).toBeVisible();
  await expect(first).toContainText('w10');
  await expect(second).toContainText('w10');

  await page.reload();
  await expect(first).toContainText('w20');
  await expect(second).toContainText('w20');
  await user.press(first.getByRole('button', { name: 'Stop' }));
  await expect(first.getByText('You stopped this answer.')).toBeVisible();
  await expect(second).toContainText('w300', { timeout: 30_000 });
  await expect(first).not.toContainText('w300');

  await user.press(second.getByRole('button', { name: 'Go on with this' }));
  await expect(comparison).toBeHidden();
  await expect(user.answer).toContainText('w300');
  await expect(user.answer.getByText('2 of 2')).toBeAttached();
  await expect(page.getByRole('button', { name: 'Model: Parley demo, thinking' })).toBeVisible();
});

test('each column is asked with its own parameters, and one that failed is tried again alone', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.press(page.getByRole('button', { name: 'Compare with another model' }));
  await user.press(page.getByRole('option', { name: 'Parley demo, thinking' }));
  await user.press(page.getByRole('button', { name: 'Parameters for Parley demo, thinking' }));
  const panel = page.getByRole('dialog', { name: 'Parameters' });
  await user.type(panel.getByRole('textbox', { name: 'Longest answer, value' }), '7');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Parameters for Parley demo, thinking, 1 set' })).toBeVisible();
  await user.send('/demo tokens=20 rate=0 cut=12 error=overloaded');

  const comparison = page.getByRole('region', { name: 'Comparison' });
  const columns = comparison.getByRole('region', { name: /^\d\./ });
  const [first, second] = [columns.nth(0), columns.nth(1)];
  await expect(second).toContainText('w7');
  await expect(second).not.toContainText('w8');
  const turn = first.getByText(/Turn [\da-f]{12}/);
  const failed = (await turn.textContent()) ?? '';
  await user.press(first.getByRole('button', { name: 'Try again' }));
  await expect(turn).not.toHaveText(failed);
  await expect(first).toContainText('w12');
  await expect(second).toContainText('w7');
  await expect(columns).toHaveCount(2);
  await page.reload();
  await expect(first).toContainText('w12');
  await expect(second).toContainText('w7');
  await expect(columns).toHaveCount(2);

  await page.setViewportSize({ width: 390, height: 800 });
  const tabs = comparison.getByRole('tab');
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'true');
  await tabs.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(comparison.getByRole('tab', { name: 'Parley demo, thinking' })).toHaveAttribute('aria-selected', 'true');
  await user.press(second.getByRole('button', { name: 'Go on with this' }));
  await expect(user.answer.getByText(/of 3$/)).toBeAttached();
  await expect(page.getByRole('button', { name: 'Parameters, 1 set' })).toBeVisible();
});
