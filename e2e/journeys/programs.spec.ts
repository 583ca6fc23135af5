import OpenAI from 'openai';
import { expect, test } from '../support/fixtures.ts';

test('a key for a program is made, copied, used, and revoked', async ({ user, server }) => {
  const { page } = user;
  await user.register();
  await user.press(page.getByRole('button', { name: 'Settings', exact: true }));
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await user.press(settings.getByRole('button', { name: 'Programs' }));
  await expect(settings.getByText('No keys yet.')).toBeVisible();

  await user.press(settings.getByRole('button', { name: 'Create a key' }));
  const name = settings.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await user.press(settings.getByRole('button', { name: 'Create a key' }));
  await expect(settings.getByText('Enter a name.')).toBeVisible();
  await user.type(name, 'My editor');
  await user.press(settings.getByRole('button', { name: 'Create a key' }));

  const field = settings.getByRole('textbox', { name: 'The key' });
  await expect(field).toHaveValue(/^parley_[\w-]{49}$/);
  const secret = await field.inputValue();
  await user.press(settings.getByRole('button', { name: 'Copy the key' }));
  await expect(page.getByText('Copied.')).toBeVisible();

  const program = new OpenAI({ apiKey: secret, baseURL: `${server.url}/v1`, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: '/demo text="said to a program" rate=0' }];
  const answer = await program.chat.completions.create({ model: 'demo/demo', messages });
  expect(answer.choices[0]?.message.content).toContain('said to a program');

  await user.press(settings.getByRole('button', { name: 'Done' }));
  await expect(field).toHaveCount(0);
  await page.reload();
  await user.press(page.getByRole('button', { name: 'Settings', exact: true }));
  await user.press(settings.getByRole('button', { name: 'Programs' }));
  await expect(settings.getByRole('heading', { name: 'My editor' })).toBeVisible();
  await expect(settings.getByText(/last used/)).toBeVisible();
  await expect(settings).not.toContainText(secret);

  await user.press(settings.getByRole('button', { name: 'Revoke My editor' }));
  await expect(settings.getByText(/Programs that use “My editor” will be refused/)).toBeVisible();
  await user.press(settings.getByRole('button', { name: 'Revoke My editor' }));
  await expect(settings.getByText('No keys yet.')).toBeVisible();
  await expect(async () => {
    await expect(program.models.list()).rejects.toMatchObject({ status: 401 });
  }).toPass({ timeout: 10_000 });
});
