import { expect, test } from '../support/fixtures.ts';

test('a chat begins, goes on, is stopped and compared without a request that the server refuses', async ({ user }) => {
  const { page } = user;
  await user.register();
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  await page.reload();
  await user.send('/demo tokens=5 rate=0');
  await expect(user.answer).toContainText('w5');
  await user.settled();
  await user.send('/demo tokens=300 rate=20');
  await expect(user.answer).toContainText('w9');
  await user.press(page.getByRole('button', { name: 'Stop answering' }));
  await expect(page.getByText('You stopped this answer.')).toBeVisible();
  await expect(user.composer).toBeFocused();

  await user.press(page.getByRole('button', { name: 'New chat', exact: true }));
  await user.press(page.getByRole('button', { name: 'Compare with another model' }));
  await user.press(page.getByRole('option', { name: 'Parley demo, thinking' }));
  await user.send('/demo tokens=5 rate=0');
  await expect(page.getByRole('region', { name: '2. Parley demo, thinking' })).toContainText('w5');
  await expect(page.getByRole('region', { name: 'Comparison' })).toBeFocused();
  expect(refused).toEqual([]);
});

test('the focus stays near what was pressed and went', async ({ user }) => {
  const { page } = user;
  await user.register();
  const file = (name: string): object => ({ name, mimeType: 'text/plain', buffer: Buffer.from('words') });
  await page.locator('input[data-attach]').setInputFiles([file('a.txt'), file('b.txt')] as never);
  await user.press(page.getByRole('button', { name: 'Remove a.txt' }));
  await expect(page.getByRole('button', { name: 'Remove b.txt' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(user.composer).toBeFocused();

  await user.press(page.getByRole('button', { name: /^Model/ }));
  const mark = page.getByRole('button', { name: /to favourites$/ });
  await mark.focus();
  await page.keyboard.press('Escape');
  await expect(mark).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Model/ })).toBeFocused();

  await user.press(page.getByRole('button', { name: 'Parameters' }));
  await user.type(page.getByRole('textbox', { name: 'Longest answer, value' }), '7');
  await user.type(page.getByRole('textbox', { name: 'Name of the preset' }), 'Short');
  await user.press(page.getByRole('button', { name: 'Save as preset' }));
  await expect(page.getByRole('textbox', { name: 'Name of the preset' })).toBeFocused();
  await user.press(page.getByRole('button', { name: 'Reset Longest answer' }));
  await expect(page.getByRole('group', { name: 'Longest answer' }).locator(':focus')).toHaveCount(1);
});

test('on a phone nothing of a chat lies beside the window, also with a long name of a model, and the page has a heading', async ({
  user,
}) => {
  const { page } = user;
  await page.setViewportSize({ width: 320, height: 640 });
  await user.register();
  await user.press(page.getByRole('button', { name: /^Model/ }));
  await user.press(page.getByRole('option', { name: 'Parley demo, thinking' }));
  await user.send('/demo tokens=5 rate=0');
  await expect(user.answer).toContainText('w5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  const menu = await page.getByRole('button', { name: 'Options of this chat' }).boundingBox();
  expect((menu?.x ?? 320) + (menu?.width ?? 0)).toBeLessThanOrEqual(320);
});
