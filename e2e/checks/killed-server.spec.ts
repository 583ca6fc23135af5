import { watchProcessorWait } from '@parley/test-kit';
import { expect, test } from '../support/fixtures.ts';
import { createHands } from '../support/hands.ts';
import { startServer } from '../support/server.ts';

/** A server that was kept from the processor for longer than this, in milliseconds, just before a kill may have lost what it could not write. */
const mayStarve = 30;

test('a server killed in mid-answer comes back with the words, marked as interrupted, and goes on with them', async ({ page, watch }) => {
  const server = await startServer();
  try {
    watch(page);
    const user = createHands(page, server.url, 'pointer');
    await user.register();
    await user.send('/demo tokens=400 rate=40');
    const processor = watchProcessorWait(server.pid);
    await expect(user.answer).toContainText('w40');
    const starved = processor.waitedWithin(300);
    await server.stop('SIGKILL');
    processor.stop();
    const shown = Number(
      (await user.answer.innerText())
        .match(/w(\d+)/g)
        ?.at(-1)
        ?.slice(1),
    );
    await server.restart();
    await expect(user.answer.getByRole('button', { name: 'Continue' }).first()).toBeVisible({ timeout: 30_000 });
    const kept = Number(
      (await user.answer.innerText())
        .match(/w(\d+)/g)
        ?.at(-1)
        ?.slice(1),
    );
    // 40 words a second: 100 ms are four of them.
    const excused = starved > mayStarve ? Math.ceil((starved / 1_000) * 40) : 0;
    expect(kept).toBeGreaterThanOrEqual(shown - 5 - excused);
    await user.answer.getByRole('button', { name: 'Continue' }).first().click();
    await expect(user.answer).toContainText('w400', { timeout: 30_000 });
    await user.settled();
    const words = (await user.answer.innerText()).match(/\bw\d+\b/g) ?? [];
    expect(new Set(words).size).toBe(words.length);
  } finally {
    await server.dispose();
  }
});

test('plain http on a home network works when it is allowed', async ({ page, watch }) => {
  const server = await startServer({ host: '0.0.0.0', env: { ALLOW_INSECURE_HTTP: 'true' } });
  try {
    watch(page);
    // Chromium resolves any name under localhost to this machine; mapped below to a name that is no secure context.
    const address = server.url.replace('localhost', 'home.test');
    const user = createHands(page, address, 'pointer');
    await page.goto(`${address}/register`);
    await user.type(page.getByRole('textbox', { name: 'Name', exact: true }), 'Anna');
    await user.type(page.getByRole('textbox', { name: 'Email', exact: true }), 'anna@example.org');
    await user.type(page.getByRole('textbox', { name: 'Password', exact: true }), 'correct horse battery');
    await user.type(page.getByRole('textbox', { name: /code/i }), server.firstCode);
    await user.press(page.getByRole('button', { name: 'Create account', exact: true }));
    await expect(user.composer).toBeVisible();
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await expect(page.getByText(/plain http|not encrypted|unencrypted/i).first()).toBeVisible();
    await user.send('/demo text="also here" rate=0');
    await expect(user.answer).toContainText('also here');
    await page.reload();
    await expect(user.answer).toContainText('also here');
    await user.answer.getByRole('button', { name: 'Copy' }).last().click();
  } finally {
    await server.dispose();
  }
});
