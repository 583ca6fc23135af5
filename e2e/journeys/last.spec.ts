import { expect, test } from '../support/fixtures.ts';

/** What must hold when things go wrong: a session that ends, a server that is killed. */

test('an ended session keeps the text, and sends it once after signing in again', async ({ user, server }) => {
  const { page } = user;
  const person = await user.register();
  await user.send('/demo text="before" rate=0');
  await expect(user.answer).toContainText('before');
  await user.settled();

  // The words stand in the composer before another device ends every session of the account: the dialog that this opens takes the focus.
  const words = '/demo text="after signing in again" rate=0';
  await user.type(user.composer, words);
  await expect(user.composer).toHaveValue(words);
  const post = (path: string, body: object, token?: string): Promise<Response> =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  const { accessToken } = (await (await post('/api/auth/sign-in', { email: person.email, password: person.password })).json()) as {
    accessToken: string;
  };
  expect((await post('/api/auth/sign-out-everywhere', {}, accessToken)).status).toBe(204);

  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(dialog).toBeVisible({ timeout: 15_000 });
  await user.type(dialog.getByRole('textbox', { name: 'Password', exact: true }), person.password);
  await user.press(dialog.getByRole('button', { name: 'Sign in', exact: true }));
  await expect(dialog).toBeHidden();
  // Where the words had not been sent yet they still stand in the composer.
  if ((await user.composer.inputValue()) !== '') await page.keyboard.press('Enter');
  await expect(user.answer).toContainText('after signing in again');
  await user.settled();
  await expect(user.messages).toHaveCount(4);
});

test('two tabs refresh together and both stay signed in', async ({ user, context, watch }) => {
  await user.register();
  const second = await context.newPage();
  watch(second);
  await second.goto(user.address);
  await Promise.all([user.page.reload(), second.reload()]);
  await expect(user.composer).toBeVisible();
  await expect(second.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();
});
