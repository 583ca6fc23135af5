import { fakePrompt, startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { expect, test as base } from '../support/fixtures.ts';
import { startServer } from '../support/server.ts';

/** A server whose model is a fake that remembers what it was asked. */
const test = base.extend<object, { fake: FakeProvider }>({
  fake: [
    // eslint-disable-next-line no-empty-pattern -- the runner reads the pattern to learn what is needed
    async ({}, use) => {
      const fake = await startFakeProvider({ models: ['fake-large'] });
      await use(fake);
      await fake.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ fake }, use) => {
      const env = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: fake.openAiUrl, OPENAI_MODELS: 'fake-large', TITLE_CONVO: 'false' };
      const server = await startServer({ env });
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
});

/** A red picture of 320 by 160 pixels. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAUAAAACgAQMAAABHbSffAAAAA1BMVEXIKChQLvxyAAAAHUlEQVR42u3BMQEAAADCoPVPbQsvoAAAAAAAAHgaGaAAAa/ZI+0AAAAASUVORK5CYII=',
  'base64',
);
const picture = { name: 'red.png', mimeType: 'image/png', buffer: png };
const notes = { name: 'notes "one".md', mimeType: 'text/markdown', buffer: Buffer.from('# Buy milk\n') };

test('a picture and a text file are attached, sent, shown again after a reload, and reach the model', async ({ user, fake }) => {
  const { page } = user;
  await user.register();
  const chips = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await page.locator('input[data-attach]').setInputFiles([picture, notes]);
  await expect(chips).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Remove red.png' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Remove notes/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send message' })).toBeEnabled();

  await page.reload();
  await expect(chips).toHaveCount(2);
  await user.send(fakePrompt({ text: 'Two more.', pictures: 2 }, 'What do you see?'));
  await expect(chips).toHaveCount(0);
  await user.settled();

  const question = user.messages.first();
  const check = async (): Promise<void> => {
    const image = question.getByRole('img', { name: 'red.png' });
    await expect(image).toBeVisible();
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(320);
    await expect(question.getByRole('button', { name: /Download notes/ })).toBeVisible();
    await expect(question).toContainText('What do you see?');
  };
  await check();
  const asked = await fake.request((request) => JSON.stringify(request.body).includes('What do you see?'));
  expect(JSON.stringify(asked.body)).toContain(png.toString('base64'));
  expect(JSON.stringify(asked.body)).toContain('# Buy milk');

  await page.reload();
  await check();

  // What the model made is part of its answer, and is shown large like what was sent.
  const made = user.answer.getByRole('img');
  await expect(made).toHaveCount(2);
  await expect(made.first()).toHaveAccessibleName('picture-1.png, made by the model');
  await user.press(user.answer.getByRole('button', { name: 'Show picture-1.png large' }));
  const large = page.getByRole('dialog', { name: 'picture-1.png' });
  await expect(large.getByRole('status')).toHaveText('picture-1.png, 1 of 2');
  await expect.poll(() => large.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'picture-2.png' }).getByRole('status')).toHaveText('picture-2.png, 2 of 2');
  await user.press(page.getByRole('button', { name: 'Real size' }));
  await expect
    .poll(() =>
      page
        .getByRole('dialog')
        .getByRole('img')
        .evaluate((image) => image.getBoundingClientRect().width),
    )
    .toBe(320);
  const picked = page.waitForEvent('download');
  await user.press(page.getByRole('button', { name: 'Download picture-2.png' }));
  expect((await picked).suggestedFilename()).toBe('picture-2.png');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(user.answer.getByRole('button', { name: 'Show picture-1.png large' })).toBeFocused();

  const download = page.waitForEvent('download');
  await user.press(question.getByRole('button', { name: /Download notes/ }));
  expect((await download).suggestedFilename()).toMatch(/^notes .one.\.md$/);
});

test('files come by paste and by drop, and can be taken off again', async ({ user }) => {
  const { page } = user;
  await user.register();
  const chips = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  const give = (kind: 'paste' | 'drop', name: string): Promise<void> =>
    user.composer.evaluate(
      (field, { kind: how, name: called }) => {
        const data = new DataTransfer();
        data.items.add(new File(['words'], called, { type: 'text/plain' }));
        if (how === 'paste') field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        else
          for (const step of ['dragenter', 'dragover', 'drop'])
            field.dispatchEvent(new DragEvent(step, { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      { kind, name },
    );
  await give('paste', 'pasted.txt');
  await give('drop', 'dropped.txt');
  await expect(chips).toHaveCount(2);
  await user.press(page.getByRole('button', { name: 'Remove pasted.txt' }));
  await expect(chips).toHaveCount(1);
  await user.send('');
  const question = user.messages.first();
  await expect(question.getByRole('button', { name: 'Download dropped.txt' })).toBeVisible();
  await user.settled();
  await user.press(question.getByRole('button', { name: 'Edit', exact: true }));
  await user.press(question.getByRole('button', { name: 'Save and send' }));
  await expect(question.getByText('2 / 2')).toBeVisible();
  await expect(question.getByRole('button', { name: 'Download dropped.txt' })).toBeVisible();
});

test('a file that is too large, and one that does not come through, say so and can be tried again', async ({ user }) => {
  const { page } = user;
  await user.register();
  await page.route('**/api/files?*', (route) => route.abort('connectionrefused'), { times: 1 });
  await page.locator('input[data-attach]').setInputFiles([notes]);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send message' })).toBeDisabled();
  await user.press(page.getByRole('button', { name: /^Try .* again$/ }));
  await expect(page.getByRole('button', { name: /^Remove notes/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send message' })).toBeEnabled();

  await page.locator('input[data-attach]').setInputFiles([{ name: 'big.bin', mimeType: 'x/y', buffer: Buffer.alloc(20_971_521) }]);
  await expect(page.getByRole('alert').first()).toContainText('larger than allowed');
  await user.press(page.getByRole('button', { name: 'Remove big.bin' }));
  await expect(page.getByRole('button', { name: 'Send message' })).toBeEnabled();

  // Sent while a file is on its way: the words stay until it has come, unless somebody changes their mind.
  const arrives = Promise.withResolvers<void>();
  await page.route('**/api/files?*', async (route) => {
    await arrives.promise;
    await route.continue();
  });
  await page.locator('input[data-attach]').setInputFiles([{ ...notes, name: 'slow.md' }]);
  await user.send('Read it.');
  const waits = page.getByText('Waiting for slow.md.');
  await expect(waits).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(waits).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(waits).toBeVisible();
  await expect(user.composer).toHaveValue('Read it.');
  await expect(user.messages).toHaveCount(0);
  arrives.resolve();
  await expect(user.messages.first()).toContainText('Read it.');
  await expect(user.messages.first().getByRole('button', { name: 'Download slow.md' })).toBeVisible();
  await expect(user.composer).toHaveValue('');
});
