import { startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { expect, test as base } from '../support/fixtures.ts';
import { createHands } from '../support/hands.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { violations } from '../support/violations.ts';

/** A server with one model that nobody knows. */
const test = base.extend<{ fake: FakeProvider; house: RunningServer }>({
  // eslint-disable-next-line no-empty-pattern -- the runner reads the pattern to learn what is needed
  fake: async ({}, use) => {
    const fake = await startFakeProvider();
    await use(fake);
    await fake.close();
  },
  house: async ({ fake }, use) => {
    const env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: fake.openAiUrl, OPENAI_MODELS: 'unheard-of', TITLE_CONVO: 'false' };
    const server = await startServer({ env });
    await use(server);
    await server.dispose();
  },
});

test('an administrator says what a model costs and what a person may spend; the person sees it, and is refused when it is spent', async ({
  house,
  page,
  watch,
  browser,
}) => {
  watch(page);
  const ada = createHands(page, house.url, 'keyboard');
  await ada.register({ name: 'Ada' });
  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other);
  const bert = createHands(other, house.url, 'pointer');
  await bert.register({ name: 'Bert' });
  await bert.send('Hello');
  await bert.settled();
  await expect(bert.answer).toContainText('Price unknown');

  await ada.press(page.getByRole('button', { name: 'Settings', exact: true }));
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await ada.press(settings.getByRole('button', { name: 'Models', exact: true }));
  const model = settings.getByRole('button', { name: /^unheard-of/ });
  await expect(model).toContainText('Assumed: 128,000 tokens of context · Price unknown');
  await ada.press(model);
  await ada.press(settings.getByRole('button', { name: 'Change what is known of unheard-of' }));
  await ada.type(settings.getByRole('textbox', { name: 'Context, in tokens' }), '64000');
  await ada.type(settings.getByRole('textbox', { name: 'Sent', exact: true }), '2');
  await ada.press(settings.getByRole('button', { name: 'Save' }));
  const answered = settings.getByRole('textbox', { name: 'Answered', exact: true });
  await expect(answered).toHaveAccessibleDescription('Enter a number.');
  await expect(answered).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await ada.type(answered, '100000');
  await ada.press(settings.getByRole('button', { name: 'Save' }));
  await expect(settings.getByRole('button', { name: 'Change what is known of unheard-of' })).toBeFocused();
  await expect(model).toContainText('64,000 tokens of context · $2.00 sent, $100,000.00 answered, for a million tokens');

  await ada.press(settings.getByRole('button', { name: 'Budgets', exact: true }));
  await expect(settings.getByText('No budgets: nobody is limited.')).toBeVisible();
  await ada.press(settings.getByRole('button', { name: 'Add a budget' }));
  await ada.type(settings.getByRole('searchbox', { name: 'Find by name or email' }), 'bert');
  await expect(settings.getByRole('radio', { name: /^Ada/ })).toHaveCount(0);
  await settings.getByRole('radio', { name: /^Bert/ }).check();
  await ada.type(settings.getByRole('textbox', { name: 'US dollars a month' }), '0');
  await ada.press(settings.getByRole('button', { name: 'Save' }));
  await expect(settings.getByRole('textbox', { name: 'US dollars a month' })).toHaveAccessibleDescription('Enter a larger number.');
  expect(await violations(page)).toEqual([]);
  await ada.type(settings.getByRole('textbox', { name: 'US dollars a month' }), '100.3');
  await ada.press(settings.getByRole('button', { name: 'Save' }));
  const budget = settings.getByRole('region', { name: 'Bert, All providers together' });
  await expect(budget).toContainText('$0.00 of $100.30 used.');

  // A thousand tokens of an answer, a hundred dollars here, are reserved: the first is let through, for the second too little is left.
  await bert.send('Hello again');
  await bert.settled();
  await expect(bert.answer).toContainText('You said: Hello again');
  await expect(bert.answer).toContainText('$0.4');
  await bert.send('And again');
  await expect(bert.answer).toContainText('What may be spent on models is used up.');
  await expect(bert.answer).toContainText('an administrator can raise it');

  await bert.press(other.getByRole('button', { name: 'Context', exact: true }));
  await expect(other.getByRole('region', { name: 'This chat so far' })).toContainText('$0.4');
  await other.keyboard.press('Escape');
  await other.keyboard.press('ControlOrMeta+,');
  const own = other.getByRole('dialog', { name: 'Settings' });
  await expect(own.getByRole('button', { name: 'Budgets', exact: true })).toHaveCount(0);
  await bert.press(own.getByRole('button', { name: 'Usage', exact: true }));
  await expect(own.getByRole('meter', { name: 'Your budget of the month' })).toBeVisible();
  await expect(own.getByRole('table', { name: 'By model' }).getByRole('rowheader')).toContainText(['unheard-of OpenAI']);

  await ada.press(settings.getByRole('button', { name: 'Usage', exact: true }));
  await settings.getByRole('radio', { name: 'Everybody’s' }).check({ force: true });
  await expect(settings.getByRole('table', { name: 'By person' }).getByRole('rowheader')).toHaveText(['Bert']);
  await ada.press(settings.getByRole('button', { name: 'Budgets', exact: true }));
  await expect(budget).toContainText(/\$0\.4\d* of \$100\.30 used\./);
  await ada.press(budget.getByRole('button', { name: 'Delete the budget of Bert' }));
  await expect(budget.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await ada.press(budget.getByRole('button', { name: 'Delete the budget of Bert' }));
  await expect(budget).toHaveCount(0);
  await expect(settings.getByRole('button', { name: 'Add a budget' })).toBeFocused();
  await context.close();
});
