import { signInByApi } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

test('a session that ends in mid-sentence waits for a pause, takes no key from the composer and gives the focus back', async ({
  user,
  server,
}) => {
  const { page } = user;
  const person = await user.register();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await user.composer.click();
  await page.keyboard.type('It was a bright cold day');
  const elsewhere = await signInByApi(server.url, person);
  expect((await elsewhere.post('/api/auth/sign-out-everywhere', {})).status).toBe(204);

  // Somebody who writes on, word by word, until the page has heard of it and a good while longer.
  const said = page.getByRole('status').getByText('Your session has ended');
  let words = 'It was a bright cold day';
  for (let more = 0, heard = 0; heard < 12; more += 1) {
    await page.keyboard.type(` word${more}`, { delay: 40 });
    words += ` word${more}`;
    if (await said.isVisible()) heard += 1;
    expect(more).toBeLessThan(100);
  }
  await expect(user.composer).toHaveValue(words);
  await expect(dialog).toBeHidden();

  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Password', exact: true })).toBeFocused();
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(user.composer).toBeFocused();
  await page.keyboard.type(' in April');
  await expect(user.composer).toHaveValue(`${words} in April`);
});
