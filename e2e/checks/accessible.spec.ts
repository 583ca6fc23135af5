import { expect, test } from '../support/fixtures.ts';
import { violations } from '../support/violations.ts';

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

test('no rule of axe is broken in the model list, the parameters, the context view, a comparison and the newer settings', async ({
  user,
}) => {
  const { page } = user;
  await user.register();
  const check = async (within?: string): Promise<void> => expect(await violations(page, within)).toEqual([]);

  await user.press(page.getByRole('button', { name: /^Model/ }));
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  await check('[role="dialog"]');
  await page.keyboard.press('Escape');
  await user.press(page.getByRole('button', { name: 'Parameters' }));
  await page.getByRole('textbox', { name: 'Longest answer, value' }).fill('7');
  await page.getByRole('textbox', { name: 'Name of the preset' }).fill('Short');
  await user.press(page.getByRole('button', { name: 'Save as preset' }));
  await expect(page.getByRole('button', { name: 'Use Short' })).toBeVisible();
  await check();
  await page.keyboard.press('Escape');

  await page.locator('input[data-attach]').setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('words') }]);
  await expect(page.getByRole('button', { name: 'Remove a.txt' })).toBeVisible();
  await check();
  await user.send('/demo tokens=5 rate=0');
  await expect(user.answer).toContainText('w5');
  await user.settled();
  await user.press(page.getByRole('button', { name: 'Context', exact: true }));
  await expect(page.getByRole('region', { name: 'What is sent', exact: true })).toBeVisible();
  await check('[role="dialog"]');
  await page.keyboard.press('Escape');

  await user.press(page.getByRole('button', { name: 'Compare with another model' }));
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  await check('[role="dialog"]');
  await user.press(page.getByRole('option', { name: 'Parley demo, thinking' }));
  await user.send('/demo tokens=5 rate=0');
  await expect(page.getByRole('region', { name: '2. Parley demo, thinking' })).toContainText('w5');
  await check();
  await page.setViewportSize({ width: 390, height: 844 });
  await check();
  await page.setViewportSize({ width: 1360, height: 900 });

  await page.keyboard.press('ControlOrMeta+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  for (const section of ['Keys', 'Programs', 'Usage']) {
    await user.press(settings.getByRole('button', { name: section, exact: true }));
    await expect(
      settings.getByText(section === 'Programs' ? 'No keys yet.' : section === 'Usage' ? 'By model' : /Keys of your own/),
    ).toBeVisible();
    await check();
  }
  await user.press(settings.getByRole('button', { name: 'Programs' }));
  await user.press(settings.getByRole('button', { name: 'Create a key' }));
  await check();
});
