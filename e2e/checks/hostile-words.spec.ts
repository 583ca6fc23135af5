import { expect, test } from '../support/fixtures.ts';
import { payloads, watchForAttacks } from '../support/attacks.ts';

/** The DOM of the last answer's words, without what may differ between a live and a stored message (its buttons and marks). */
const dom = `(article) => {
  const words = article.querySelector('[data-part="text"]');
  return words === null ? '' : words.innerHTML;
}`;

test.describe.configure({ timeout: 240_000 });

test('hostile words in an answer neither run nor fetch, and look the same streamed and reloaded', async ({ user, address }) => {
  const watch = await watchForAttacks(user.page, new URL(address).origin);
  await user.register();
  for (const [index, payload] of payloads.entries()) {
    // One character at a time: every split of the payload is on the screen at some moment.
    await user.open('/');
    await user.send(`/demo ${JSON.stringify({ chunks: Array.from(payload), rate: 200 })}`);
    await expect(user.page).toHaveURL(/\/c\//);
    await expect(user.messages, `payload ${index}`).toHaveCount(2);
    await user.settled();
    await expect(user.answer.getByRole('button', { name: 'Copy' }).last()).toBeAttached();
    const streamed = await user.answer.evaluate(`(${dom})`.slice(1, -1) as unknown as (element: Element) => string);
    await user.page.reload();
    await expect(user.messages).toHaveCount(2);
    await expect
      .poll(() => user.answer.evaluate((article) => article.querySelector('[data-part="text"]')?.innerHTML ?? ''), { message: payload })
      .toBe(streamed);
  }
  expect(await watch.findings()).toEqual([]);
});

test("hostile words in a title, a question and a person's name are shown as they are", async ({ user, address }) => {
  const { page } = user;
  const watch = await watchForAttacks(page, new URL(address).origin);
  await user.register({ name: payloads[1]!.slice(0, 100) });
  for (const payload of payloads) {
    await user.open('/');
    await user.send(payload);
    await expect(page).toHaveURL(/\/c\//);
    await expect(user.messages.first()).toContainText(payload.split('\n')[0]!.trim().slice(0, 20));
    await user.settled();
  }
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first()).toBeVisible();
  expect(await watch.findings()).toEqual([]);
});
