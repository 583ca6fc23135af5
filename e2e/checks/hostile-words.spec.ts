import type { Locator } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { signInByApi } from '../support/api.ts';
import { payloads, watchForAttacks } from '../support/attacks.ts';
import { createHands } from '../support/hands.ts';
import { startServer } from '../support/server.ts';

test.describe.configure({ timeout: 240_000 });

/** The DOM of an answer's words, without its buttons and marks. */
const wordsOf = (answer: Locator): Promise<string> =>
  answer.evaluate((article) => article.querySelector('[data-part="text"]')?.innerHTML ?? '');

/** As many as a chat shows at once, so that what was streamed can be held against all of it after one reload. */
const atOnce = 3;
const inBatches = Array.from({ length: Math.ceil(payloads.length / atOnce) }, (_, batch) =>
  payloads.slice(batch * atOnce, (batch + 1) * atOnce),
);

test('hostile words in an answer neither run nor fetch, and look the same streamed and reloaded', async ({ user, address }) => {
  const { page } = user;
  const watch = await watchForAttacks(page, new URL(address).origin);
  await user.register();
  for (const some of inBatches) {
    await user.open('/');
    const streamed: string[] = [];
    for (const payload of some) {
      // One character at a time: every split of the payload is on the screen at some moment.
      await user.send(`/demo ${JSON.stringify({ chunks: Array.from(payload), rate: 250 })}`);
      await expect(user.messages).toHaveCount(2 * (streamed.length + 1));
      await expect(user.answer.getByRole('button', { name: 'Regenerate' }), payload).toBeVisible();
      await user.settled();
      streamed.push(await wordsOf(user.answer));
      expect(streamed.at(-1), payload).not.toBe('');
    }
    await expect(page).toHaveURL(/\/c\//);
    await page.reload();
    await expect(user.messages).toHaveCount(2 * some.length);
    for (const [index, payload] of some.entries())
      await expect.poll(() => wordsOf(user.messages.nth(2 * index + 1)), { message: payload }).toBe(streamed[index]);
  }
  expect(await watch.findings()).toEqual([]);
});

test("hostile words in a title, a question, a failure and a person's name are shown as they are", async ({ user, address }) => {
  const { page } = user;
  const watch = await watchForAttacks(page, new URL(address).origin);
  const person = await user.register({ name: payloads[1]!.slice(0, 100) });
  const visitor = await signInByApi(address, person);
  const chats = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  const openChat = async (id: string): Promise<void> => {
    await chats.and(page.locator(`[href="/c/${id}"]`)).click();
    await expect(page).toHaveURL(new RegExp(`/c/${id}$`));
  };
  const titleOf = (payload: string): string => payload.split('\n')[0]!.slice(0, 150);
  for (const some of inBatches) {
    // Before the others: a call that failed is made again, some time later, and only then is the failure shown.
    const failed = await Promise.all(
      some.map((payload) => visitor.ask(`/demo ${JSON.stringify({ error: 'failed', message: payload })}`, titleOf(payload))),
    );
    for (const payload of some) {
      await openChat(await visitor.ask(payload, titleOf(payload)));
      await expect(chats.first()).toHaveText(titleOf(payload).trim());
      await expect(user.messages.first()).toContainText(titleOf(payload).trim().slice(0, 20));
    }
    for (const id of failed) {
      await openChat(id);
      await expect(user.messages.first()).toContainText('/demo');
      await expect(user.answer.getByRole('button', { name: 'Regenerate' }).first()).toBeVisible();
    }
  }
  // Once more as the page is when it is new.
  for (const payload of payloads.slice(0, 3)) {
    await user.open(`/c/${await visitor.ask(payload, titleOf(payload))}`);
    await expect(chats.first()).toHaveText(titleOf(payload).trim());
    await expect(user.messages.first()).toContainText(titleOf(payload).trim().slice(0, 20));
  }
  expect(await watch.findings()).toEqual([]);
});

test('hostile words as the names of files are shown as they are', async ({ user, address }) => {
  const { page } = user;
  const watch = await watchForAttacks(page, new URL(address).origin);
  const visitor = await signInByApi(address, await user.register());
  const asked = await visitor.ask('Hello', 'Files');
  // No model of the tests sends files, so they are put into what the server says of the branch.
  await page.route(`**/api/conversations/${asked}/messages*`, async (route) => {
    const response = await route.fetch();
    const branch = (await response.json()) as { messages: { parts: unknown[] }[] };
    const files = payloads.map((name, index) => ({
      type: 'file',
      id: `f${index}`,
      fileId: `file-${index}`,
      name,
      mediaType: 'text/plain',
    }));
    await route.fulfill({
      response,
      json: { ...branch, messages: branch.messages.map((message) => ({ ...message, parts: [...message.parts, ...files] })) },
    });
  });
  await user.open(`/c/${asked}`);
  for (const payload of payloads) await expect(user.answer, payload).toContainText(payload.split('\n')[0]!.trim().slice(0, 60));
  expect(await watch.findings()).toEqual([]);
});

test('hostile words as the names of models are shown as they are', async ({ page, watch: complain }) => {
  const names = payloads.filter((payload) => !/[,\n]/.test(payload));
  const server = await startServer({
    env: { OPENAI_API_KEY: 'x', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODELS: names.join(',') },
  });
  try {
    complain(page);
    const watch = await watchForAttacks(page, new URL(server.url).origin);
    await createHands(page, server.url, 'pointer').register();
    for (const name of names.slice(0, 6)) {
      await page.getByRole('button', { name: /^Model/ }).click();
      await page.getByRole('searchbox', { name: 'Search models' }).fill(name);
      await page.getByRole('listbox').getByRole('option').first().click();
      await expect(page.getByRole('button', { name: /^Model/ })).toContainText(name.trim().slice(0, 12));
    }
    expect(await watch.findings()).toEqual([]);
  } finally {
    await server.dispose();
  }
});
