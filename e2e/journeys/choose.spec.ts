import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.ts';

test('parameters are set, kept with the chat, reset, and saved as a preset that new chats begin with', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.press(page.getByRole('button', { name: 'Parameters' }));
  const panel = page.getByRole('dialog', { name: 'Parameters' });
  await user.type(panel.getByRole('textbox', { name: 'Longest answer, value' }), '7');
  await user.type(panel.getByRole('textbox', { name: 'System prompt' }), 'Be kind.');
  await user.type(panel.getByRole('textbox', { name: 'Name of the preset' }), 'Short and kind');
  await user.press(panel.getByRole('button', { name: 'Save as preset' }));
  await expect(panel.getByRole('button', { name: 'Use Short and kind' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Parameters, 2 set' })).toBeVisible();

  await user.send('/demo tokens=50 rate=0');
  await expect(user.answer).toContainText('w7');
  await user.settled();
  await expect(user.answer).not.toContainText('w8');
  await page.reload();
  await user.press(page.getByRole('button', { name: 'Parameters, 2 set' }));
  await expect(panel.getByRole('textbox', { name: 'Longest answer, value' })).toHaveValue('7');
  await user.press(panel.getByRole('button', { name: 'Reset Longest answer' }));
  await expect(panel.getByRole('textbox', { name: 'Longest answer, value' })).toHaveValue('');
  await user.press(panel.getByRole('button', { name: 'Options of Short and kind' }));
  await user.press(page.getByRole('menuitem', { name: 'Begin new chats with it' }));
  await expect(panel.getByText('New chats begin with it')).toBeVisible();

  const downloads = page.waitForEvent('download');
  await user.press(panel.getByRole('button', { name: 'Export all' }));
  const file = await (await downloads).path();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    format: 'parley-presets',
    presets: [{ name: 'Short and kind', settings: { maxOutputTokens: 7, instructions: 'Be kind.' } }],
  });
  const poet = { title: 'Poet', endpoint: 'demo', model: 'demo', promptPrefix: 'Rhyme.', temperature: 'hot' };
  await panel
    .getByLabel('File of presets')
    .setInputFiles({ name: 'poet.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(poet)) });
  await expect(panel.getByRole('button', { name: 'Use Poet' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto(new URL('/', page.url()).href);
  await expect(page.getByRole('button', { name: 'Parameters, 2 set' })).toBeVisible();
});

test('a favourite stands first in the list of models, also on another device', async ({ user, context, watch }) => {
  const { page } = user;
  await user.register();
  await user.press(page.getByRole('button', { name: /^Model/ }));
  await user.type(page.getByRole('searchbox', { name: 'Search models' }), 'thinking');
  await user.press(page.getByRole('button', { name: 'Add Parley demo, thinking to favourites' }));
  await expect(page.getByRole('button', { name: 'Remove Parley demo, thinking from favourites' })).toBeVisible();

  const second = await context.newPage();
  watch(second);
  await second.goto(new URL('/', page.url()).href);
  await second.getByRole('button', { name: /^Model/ }).click();
  await expect(second.getByRole('group', { name: 'Favourites' }).getByRole('option', { name: 'Parley demo, thinking' })).toBeVisible();
});
