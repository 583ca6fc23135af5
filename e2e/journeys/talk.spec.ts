import { expect, test } from '../support/fixtures.ts';

test('a first visit: register, ask, read, reload in the middle of an answer', async ({ user }) => {
  await user.register();
  await user.send('/demo tokens=150 rate=40');
  await expect(user.page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
  await expect(user.messages.first()).toContainText('/demo tokens=150');
  await expect(user.answer).toContainText('w20');

  await user.page.reload();
  await expect(user.answer).toContainText('w20');
  await expect(user.answer).toContainText('w150', { timeout: 20_000 });
  await user.settled();

  // Its words, not what stands below them of counts and cost, which come a moment later.
  const words = async (): Promise<string[]> => Array.from((await user.answer.innerText()).matchAll(/\bw\d+\b/g), ([word]) => word);
  await expect.poll(words).toHaveLength(150);
  const shown = await words();
  await user.page.reload();
  // They are in the page a moment before they are drawn.
  await expect.poll(words).toEqual(shown);
});

test('a second tab reads along and stops the answer', async ({ user, context, watch }) => {
  await user.register();
  await user.send('/demo tokens=2000 rate=40');
  await expect(user.answer).toContainText('w5');

  const second = await context.newPage();
  watch(second);
  await second.goto(user.page.url());
  const there = second.getByRole('list', { name: 'Conversation', exact: true }).getByRole('article').last();
  await expect(there).toContainText('w10');
  await second.getByRole('button', { name: 'Stop answering' }).click();

  await user.settled();
  await expect(second.getByRole('button', { name: 'Stop answering' })).toBeHidden();
  await expect(async () => {
    const words = async (place: typeof there): Promise<string | undefined> => (await place.innerText()).match(/w\d+/g)?.at(-1);
    expect(await words(there)).toBe(await words(user.answer));
  }).toPass();
  await expect(user.page.getByRole('button', { name: 'Continue' }).first()).toBeVisible();
});

test('an edited question becomes a version beside the old one, and arrows lead between them', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.send('/demo text="the first answer" rate=0');
  await expect(user.answer).toContainText('the first answer');
  await user.settled();

  const question = user.messages.first();
  if (await question.getByRole('button', { name: 'Edit' }).isHidden()) await question.hover();
  await user.press(question.getByRole('button', { name: 'Edit' }));
  await user.type(page.getByRole('textbox', { name: 'Edit message' }), '/demo text="the second answer" rate=0');
  await user.press(page.getByRole('button', { name: 'Save and send' }));
  await expect(user.answer).toContainText('the second answer');
  await user.settled();

  await expect(user.messages.first().getByText('2 of 2')).toBeAttached();
  await user.press(user.messages.first().getByRole('button', { name: 'Previous version' }));
  await expect(user.answer).toContainText('the first answer');
  await page.reload();
  await expect(user.answer).toContainText('the first answer');
  await user.press(user.messages.first().getByRole('button', { name: 'Next version' }));
  await expect(user.answer).toContainText('the second answer');

  await user.press(user.answer.getByRole('button', { name: 'Regenerate' }));
  await expect(user.answer.getByText('2 of 2')).toBeAttached();
});

test('an answer that broke off is continued', async ({ user }) => {
  await user.register();
  await user.send('/demo tokens=60 cut=20 rate=0');
  await expect(user.answer).toContainText('w20');
  await user.settled();
  await user.press(user.answer.getByRole('button', { name: 'Continue' }).first());
  await expect(user.answer).toContainText('w60');
  await user.settled();
  expect(((await user.answer.innerText()).match(/\bw21\b/g) ?? []).length).toBe(1);
});

test('what is written while an answer runs waits its turn and is sent once', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.send('/demo tokens=160 rate=14');
  await expect(user.answer).toContainText('w3');
  await user.send('/demo text="after the first" rate=0');
  const waiting = page.getByRole('list', { name: 'Waiting messages' }).getByRole('listitem');
  await expect(waiting).toHaveCount(1);
  await user.send('never to be sent');
  await expect(waiting).toHaveCount(2);
  await user.press(waiting.nth(1).getByRole('button', { name: 'Remove' }));
  await expect(waiting).toHaveCount(1);

  await page.reload();
  await expect(waiting).toHaveCount(1);
  await expect(user.answer).toContainText('after the first', { timeout: 30_000 });
  await user.settled();
  await expect(waiting).toHaveCount(0);
  await expect(user.messages).toHaveCount(4);
  await expect(page.getByText('never to be sent')).toHaveCount(0);
});

test('an answer of thirteen seconds arrives whole, whatever the network does to it', async ({ user }) => {
  await user.register();
  await user.send('/demo tokens=520 rate=40');
  await expect(user.answer).toContainText('w520', { timeout: 40_000 });
  await user.settled();
  const words = (await user.answer.innerText()).match(/\bw\d+\b/g) ?? [];
  expect(words).toEqual(Array.from({ length: 520 }, (_, index) => `w${index + 1}`));
});
