import type { Locator } from '@playwright/test';
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

test('a summary that is edited or taken back, and a key that was made, give the focus back', async ({ user }) => {
  const { page } = user;
  await user.register();
  for (const words of ['first', 'second']) {
    await user.send(`/demo text="${words}" rate=0`);
    await expect(user.answer).toContainText(words);
    await user.settled();
  }
  await user.press(page.getByRole('button', { name: 'Context', exact: true }));
  await user.press(page.getByRole('button', { name: 'Compact now' }));
  await expect(page.getByText('A summary stands for the beginning')).toBeVisible();
  await page.keyboard.press('Escape');
  const note = page.getByRole('region', { name: 'The messages above are sent as a summary' });
  await user.press(note.getByRole('button', { name: 'Edit summary' }));
  await user.press(note.getByRole('button', { name: 'Cancel' }));
  await expect(note.getByRole('button', { name: 'Edit summary' })).toBeFocused();
  await user.press(note.getByRole('button', { name: 'Send the messages again' }));
  await expect(user.composer).toBeFocused();

  await page.keyboard.press('ControlOrMeta+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await user.press(settings.getByRole('button', { name: 'Programs' }));
  await user.press(settings.getByRole('button', { name: 'Create a key' }));
  await user.type(settings.getByRole('textbox', { name: 'Name' }), 'My editor');
  await user.press(settings.getByRole('button', { name: 'Create a key' }));
  await user.press(settings.getByRole('button', { name: 'Done' }));
  await expect(settings.getByRole('button', { name: 'Create a key' })).toBeFocused();
});

test('a message that is sent before the presets have come is sent with what a new chat begins with', async ({ user }) => {
  const { page } = user;
  await user.register();
  let held = 0;
  await page.route('**/api/presets', async (route) => {
    held += 1;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue();
  });
  await page.reload();
  await expect(user.composer).toBeVisible();
  await expect.poll(() => held).toBeGreaterThan(0);
  await expect(page.getByText('No model can be used yet.')).toHaveCount(0);
  await user.send('/demo tokens=5 rate=0');
  await expect(user.answer).toContainText('w5');
});

/** Whether a press would reach a control right after the list around it began to scroll. */
const isPressableWhileScrolling = (control: Locator): Promise<boolean> =>
  control.evaluate(async (element) => {
    let list: Element = element;
    while (list.scrollHeight <= list.clientHeight || getComputedStyle(list).overflowY !== 'auto') list = list.parentElement!;
    const step = list.scrollTop > 0 ? -8 : 8;
    // What the list scrolled by itself, to open at its end, has come to rest.
    await new Promise((resolve) => void setTimeout(resolve, 500));
    for (let time = 0; time < 3; time += 1) {
      const scrolled = new Promise((resolve) => list.addEventListener('scroll', resolve, { once: true }));
      list.scrollTop += step;
      await scrolled;
      await new Promise(requestAnimationFrame);
    }
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });

test('what scrolls can be pressed at once: a chat of the sidebar, a message', async ({ user }) => {
  const { page } = user;
  await page.setViewportSize({ width: 1000, height: 330 });
  await user.register();
  for (const word of ['one', 'two', 'three', 'four']) {
    await user.send(`/demo text="${word}" rate=0`);
    await expect(user.answer).toContainText(word);
    await user.settled();
    if (word !== 'four') await user.press(page.getByRole('button', { name: 'New chat', exact: true }));
  }
  const chats = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  await expect(chats).toHaveCount(4);
  expect(await isPressableWhileScrolling(chats.nth(1))).toBe(true);
  await user.send('/demo tokens=400 rate=0');
  await expect(user.answer).toContainText('w400');
  await user.settled();
  expect(await isPressableWhileScrolling(user.answer.getByRole('button', { name: 'Copy' }))).toBe(true);
});
