import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { expect, test as base } from '../support/fixtures.ts';
import { createHands, newPerson, type Hands } from '../support/hands.ts';
import { startServer, type RunningServer } from '../support/server.ts';

interface Operated {
  readonly server: RunningServer;
  /** Replaces the file behind the first lines, which name the endpoints. */
  readonly write: (more: string) => void;
  readonly file: string;
}

/** A server whose operator wrote a file: one endpoint that nobody answers at, with another that takes over. */
const test = base.extend<{ fake: FakeProvider; operated: Operated }>({
  // eslint-disable-next-line no-empty-pattern -- the runner reads the pattern to learn what is needed
  fake: async ({}, use) => {
    const fake = await startFakeProvider();
    await use(fake);
    await fake.close();
  },
  operated: async ({ fake }, use) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-operator-'));
    const file = path.join(folder, 'parley.yaml');
    const box = (name: string, url: string, more: string): string =>
      `    - {name: ${name}, apiKey: k, baseURL: "${url}", titleConvo: false, retries: 0, models: {default: [fake-large]}${more}}\n`;
    const write = (more: string): void =>
      writeFileSync(
        file,
        `version: 1.3.14\nendpoints:\n  custom:\n${box('Down', 'http://127.0.0.1:9/v1', ', fallbacks: [{endpoint: Up, model: fake-large}]')}${box('Up', fake.openAiUrl, '')}${more}`,
      );
    write('');
    const server = await startServer({ env: { CONFIG_PATH: file } });
    await use({ server, write, file });
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  },
});

/** What an operator can switch off, beside a chat. */
const switchable = [/^Parameters/, 'Compare with another model', 'Context'] as const;
const picker = (page: Hands['page']) => page.getByRole('button', { name: /^Model/ });

test('a fallback says for whom it answers, a model is tested, and a wrong edit is shown until it is mended', async ({
  operated,
  page,
  watch,
}) => {
  watch(page);
  const user = createHands(page, operated.server.url, 'pointer');
  await user.register();
  await picker(page).click();
  await page
    .getByRole('option', { name: /fake-large/ })
    .first()
    .click();
  await user.send('Hello');
  await expect(user.answer).toContainText('fake-large took over because fake-large could not answer.');
  await user.settled();
  for (const name of switchable) await expect(page.getByRole('button', { name, exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Models', exact: true }).click();
  await settings
    .getByRole('region', { name: 'Up' })
    .getByRole('button', { name: /fake-large/ })
    .click();
  await expect(settings.getByText('It was not tested yet.')).toBeVisible();
  await settings.getByRole('button', { name: 'Test what fake-large does' }).click();
  await expect(settings.getByText('Words as they come: yes')).toBeVisible();
  await page.keyboard.press('Escape');

  operated.write('endpionts: {}\n');
  const banner = page.getByRole('alert').filter({ hasText: 'The changed configuration was refused.' });
  await expect(banner).toContainText('parley.yaml:6:1: endpionts: unknown key; did you mean endpoints?');
  operated.write('');
  await expect(banner).toBeHidden();
});

test('what the operator switched off is not there', async ({ operated, page, watch }) => {
  watch(page);
  operated.write('interface: {parameters: false, presets: false, multiConvo: false, contextUsage: false}\n');
  await operated.server.restart();
  const user = createHands(page, operated.server.url, 'pointer');
  await user.register();
  await expect(picker(page)).toBeVisible();
  await user.send('Hello');
  await expect(user.answer.getByRole('button', { name: 'Copy' }).first()).toBeVisible();
  for (const name of switchable) await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
});

for (const hands of ['pointer', 'keyboard'] as const) {
  test(`terms are agreed to once, and again when they change (${hands})`, async ({ operated, page, watch }) => {
    watch(page);
    if (hands === 'pointer') await page.setViewportSize({ width: 390, height: 780 });
    const rules = (words: string): string =>
      `interface:\n  termsOfService: {modalAcceptance: true, modalTitle: House rules, externalUrl: "https://example.org/terms", modalContent: "## Be kind\\n\\n${words} ${'Read on. '.repeat(400)}"}\n`;
    operated.write(rules('**Nobody** shouts here.'));
    await operated.server.restart();
    const user = createHands(page, operated.server.url, hands);
    const person = newPerson();
    await page.goto(`${operated.server.url}/register`);
    for (const [field, value] of [
      ['Name', person.name],
      ['Email', person.email],
      ['Password', person.password],
    ] as const)
      await user.type(page.getByRole('textbox', { name: field, exact: true }), value);
    await user.press(page.getByRole('button', { name: 'Create account', exact: true }));

    const dialog = page.getByRole('dialog', { name: 'House rules' });
    const agree = dialog.getByRole('button', { name: 'I agree' });
    await expect(dialog.getByRole('heading', { name: 'Be kind' })).toBeVisible();
    await expect(dialog.getByRole('link', { name: 'Terms of service' })).toHaveAttribute('href', 'https://example.org/terms');
    await expect(agree).toBeInViewport();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(250);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .include('[role="dialog"]')
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${colorScheme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible();
    await user.press(agree);
    await expect(dialog).toBeHidden();
    await user.send('Hello');
    await expect(user.answer).toContainText(/\w/);
    await user.settled();
    await page.reload();
    await expect(user.composer).toBeVisible();
    await expect(dialog).toBeHidden();

    // Changed while the page is open: the refusal brings the new text, and what was written is not lost.
    const configuration = async (): Promise<string> => (await fetch(`${operated.server.url}/api/config`)).text();
    const before = await configuration();
    operated.write(rules('Nobody whispers here.'));
    await expect.poll(configuration).not.toBe(before);
    await user.send('Once more');
    await expect(dialog).toContainText('Nobody whispers here.');
    await user.press(agree);
    await expect(dialog).toBeHidden();
    await expect(user.composer).toHaveValue('Once more');
    await expect(user.composer).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(user.messages).toHaveCount(4);
  });
}
