import { existsSync } from 'node:fs';
import { uuidv7 } from '@parley/chat-core';
import { chromium, type Page } from '@playwright/test';
import { startSut, type Sut } from '../lib/processes.ts';
import { notRun, type Row } from '../lib/report.ts';
import { quantile } from '../lib/stats.ts';
import { benchPassword, createVisitor, type Visitor } from '../lib/visitor.ts';

const demo = { endpoint: 'demo', id: 'demo' };

/** A conversation of so many messages in one line, written through the interface like any other. */
async function build(visitor: Visitor, messages: number): Promise<string> {
  const id = uuidv7();
  let parentId: string | null = null;
  for (let index = 0; index < messages / 2; index += 1) {
    const [turnId, answerId] = [uuidv7(), uuidv7()];
    const body = {
      kind: 'send',
      turnId,
      answerId,
      userMessageId: uuidv7(),
      parentId,
      model: demo,
      parts: [
        { type: 'text', text: `/demo rate=0 text="Answer ${index} of a long conversation, with a few words so that it has a height."` },
      ],
      ...(index === 0 ? { create: { title: 'A long conversation' } } : {}),
    };
    const answer = await visitor.call('POST', `/api/conversations/${id}/turns`, body);
    if (answer.status !== 201) throw new Error(`a turn answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    for (;;) {
      const turn = (await (await visitor.call('GET', `/api/turns/${turnId}`)).json()) as { status: string };
      if (turn.status === 'done') break;
    }
    parentId = answerId;
  }
  return id;
}

async function serverTimes(visitor: Visitor, id: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < 60; round += 1) {
    const began = performance.now();
    await (await visitor.call('GET', `/api/conversations/${id}/messages`)).arrayBuffer();
    times.push(performance.now() - began);
  }
  return times;
}

async function signIn(page: Page, sut: Sut, email: string): Promise<void> {
  await page.goto(`${sut.url}/sign-in`);
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(benchPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

/** From the click on the chat's link to the frame in which its last answer is painted. */
async function openTimes(page: Page, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page
      .getByRole('button', { name: 'New chat' })
      .or(page.getByRole('link', { name: 'New chat' }))
      .first()
      .click();
    await page.waitForURL('**/');
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const link = document.querySelector<HTMLElement>('nav a[href^="/c/"]')!;
            const began = performance.now();
            const look = (): void => {
              const articles = document.querySelectorAll('ol article');
              if (articles.length > 0 && articles[articles.length - 1]!.getBoundingClientRect().top < innerHeight)
                resolve(performance.now() - began);
              else requestAnimationFrame(look);
            };
            link.click();
            requestAnimationFrame(look);
          }),
      ),
    );
  }
  return times;
}

/** From a key to the frame after it, while an answer streams into the page. */
async function keyTimes(page: Page, keys: number): Promise<number[]> {
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  await box.fill('/demo tokens=2000 rate=50');
  await box.press('Enter');
  await page.getByText('w20', { exact: false }).first().waitFor();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { __keys: times });
    document.querySelector('textarea')!.addEventListener('keydown', (event) => {
      const began = event.timeStamp;
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - began)));
    });
  });
  for (let index = 0; index < keys; index += 1) {
    await box.press('a');
    await page.waitForTimeout(60);
  }
  return page.evaluate(() => (window as unknown as { __keys: number[] }).__keys);
}

/** Opening 2,000 messages, on the server and in a real browser, and typing while an answer streams. */
export async function longChat(quick: boolean): Promise<Row[]> {
  await using sut = await startSut(null);
  const visitor = await createVisitor(sut.url, 'long');
  const messages = quick ? 400 : 2_000;
  const id = await build(visitor, messages);
  const server = quantile(await serverTimes(visitor, id), 0.95);
  visitor.close();
  const rows: Row[] = [
    {
      metric: `first page of ${messages} messages, HTTP p95`,
      value: `${server.toFixed(1)} ms`,
      goal: '–',
      met: null,
      peers: 'does not open / cannot be stored',
    },
  ];
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return [...rows, notRun('click → painted; key → paint', '', '', 'no Chromium')];
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    await signIn(page, sut, visitor.email);
    const opened = await openTimes(page, quick ? 5 : 15);
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const keys = await keyTimes(page, quick ? 20 : 60);
    const [cold, warm] = [opened[0]!, quantile(opened.slice(1), 0.95)];
    const [p50, p95, most] = [quantile(keys, 0.5), quantile(keys, 0.95), quantile(keys, 1)];
    rows.push(
      {
        metric: `open ${messages} messages, click → painted, cold / warm p95`,
        value: `${cold.toFixed(0)} / ${warm.toFixed(0)} ms`,
        goal: '≤ 120 / 60 ms',
        met: cold <= 120 && warm <= 60,
        peers: 'does not open / –',
      },
      { metric: 'nodes in the page', value: String(nodes), goal: '≤ 3,000', met: nodes <= 3_000, peers: '32k / 9k (700 messages)' },
      {
        metric: 'key → paint while streaming, p50 / p95 / max',
        value: `${p50.toFixed(0)} / ${p95.toFixed(0)} / ${most.toFixed(0)} ms`,
        goal: 'p95 ≤ 24 ms',
        met: p95 <= 24,
        peers: '31 / 58 / 180 and 24 / 47 / 64 ms',
      },
    );
  } finally {
    await browser.close();
  }
  return rows;
}
