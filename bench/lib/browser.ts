import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Sut } from './processes.ts';
import { benchPassword } from './visitor.ts';

const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';

/** Null where there is no Chromium. */
export async function launchBrowser(): Promise<Browser | null> {
  if (!existsSync(executablePath)) return null;
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** A page of a browser that has never been here. */
export async function freshPage(browser: Browser): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
  return { page: await context.newPage(), context };
}

export async function signIn(page: Page, sut: Sut, email: string): Promise<void> {
  await page.goto(`${sut.url}/sign-in`);
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(benchPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}
