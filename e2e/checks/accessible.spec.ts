import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';

/** Rules of WCAG 2.2 A and AA, in light and dark. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForTimeout(250);
    const { violations: all } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      // Experimental: it takes a key shown beside a label ("New chat  Ctrl+Shift+O") for part of the name.
      .disableRules(['label-content-name-mismatch'])
      .analyze();
    found.push(...all.map(({ id, nodes }) => `${theme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`));
  }
  return found;
}

test('no rule of axe is broken at the door, in a chat, in settings, in the palette', async ({ user }) => {
  const { page } = user;
  await user.open('/register');
  await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await user.register();
  expect(await violations(page)).toEqual([]);
  await user.send('show me everything');
  await expect(user.answer).toContainText('And a quotation to end with', { timeout: 30_000 });
  await user.settled();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
