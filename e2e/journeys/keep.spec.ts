import { expect, test } from '../support/fixtures.ts';

test('a chat is branched, renamed, deleted, undone, deleted again and restored from the bin', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.send('/demo text="something to keep" rate=0');
  await expect(user.answer).toContainText('something to keep');
  await user.settled();
  const first = page.url();

  await user.press(user.answer.getByRole('button', { name: 'Branch to new chat' }));
  await expect(page).not.toHaveURL(first);
  await expect(user.messages).toHaveCount(2);

  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('link').filter({ hasText: /demo|keep/i })).not.toHaveCount(0);
  const current = list.locator('a[aria-current="page"]');
  await current.hover();
  const title = (await current.innerText()).trim();
  await user.press(list.getByRole('button', { name: `Options for ${title}` }).first());
  await user.press(page.getByRole('menuitem', { name: 'Rename' }));
  const name = list.getByRole('textbox', { name: /title|rename/i });
  await expect(name).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('Words worth keeping');
  await page.keyboard.press('Enter');
  const renamed = list.getByRole('link', { name: 'Words worth keeping' });
  await expect(renamed).toBeVisible();

  await renamed.hover();
  await user.press(list.getByRole('button', { name: 'Options for Words worth keeping' }));
  await user.press(page.getByRole('menuitem', { name: 'Delete' }));
  await expect(renamed).toHaveCount(0);
  await user.press(page.getByRole('button', { name: 'Undo' }));
  await expect(renamed).toBeVisible();

  await renamed.hover();
  await user.press(list.getByRole('button', { name: 'Options for Words worth keeping' }));
  await user.press(page.getByRole('menuitem', { name: 'Delete' }));
  await expect(renamed).toHaveCount(0);
  await user.open('/bin');
  await user.press(
    page
      .getByRole('main')
      .getByRole('button', { name: /^Restore/ })
      .first(),
  );
  await expect(list.getByRole('link', { name: 'Words worth keeping' })).toBeVisible();
});

test('a draft survives a reload and belongs to its chat', async ({ user }) => {
  await user.register();
  await user.type(user.composer, 'half a thought');
  await user.page.reload();
  await expect(user.composer).toHaveValue('half a thought');
});

test('a message deleted by mistake comes back with Undo', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.send('/demo text="precious" rate=0');
  await expect(user.answer).toContainText('precious');
  await user.settled();
  await user.answer.hover();
  await user.press(user.answer.getByRole('button', { name: 'More' }));
  await user.press(page.getByRole('menuitem', { name: 'Delete' }));
  await expect(user.messages).toHaveCount(1);
  await user.press(page.getByRole('button', { name: 'Undo' }));
  await expect(user.messages).toHaveCount(2);
  await expect(user.answer).toContainText('precious');
});
