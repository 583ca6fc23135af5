import { uuidv7 } from '@parley/chat-core';
import type { Page } from '@playwright/test';
import type { Bench } from '../lib/bench.ts';
import { freshPage, launchBrowser, signIn } from '../lib/browser.ts';
import { startSut } from '../lib/processes.ts';
import { measured, notRun, type Row } from '../lib/report.ts';
import { quantile } from '../lib/stats.ts';
import { createVisitor, signUp, type Visitor } from '../lib/visitor.ts';

const demo = { endpoint: 'demo', id: 'demo' };

/** A conversation of so many messages in one line, written through the interface like any other. */
async function build(visitor: Visitor, messages: number): Promise<string> {
  const id = uuidv7();
  let parentId: string | null = null;
  for (let index = 0; index < messages / 2; index += 1) {
    const [turnId, answerId] = [uuidv7(), uuidv7()];
    const text = `/demo rate=0 text="Answer ${index} of a long conversation, with a few words so that it has a height."`;
    const answer = await visitor.call('POST', `/api/conversations/${id}/turns`, {
      kind: 'send',
      turnId,
      answerId,
      userMessageId: uuidv7(),
      parentId,
      model: demo,
      parts: [{ type: 'text', text }],
      ...(index === 0 ? { create: { title: 'A long conversation' } } : {}),
    });
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

async function serverTimes(visitor: Visitor, id: string, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = -10; round < rounds; round += 1) {
    const began = performance.now();
    await (await visitor.call('GET', `/api/conversations/${id}/messages`)).arrayBuffer();
    if (round >= 0) times.push(performance.now() - began);
  }
  return times;
}

/** From the click on the chat's link to the frame in which its last answer is painted. */
async function openTime(page: Page): Promise<number> {
  await page
    .getByRole('button', { name: 'New chat' })
    .or(page.getByRole('link', { name: 'New chat' }))
    .first()
    .click();
  await page.waitForURL('**/');
  await page.locator('nav a[href^="/c/"]').first().waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const link = document.querySelector<HTMLElement>('nav a[href^="/c/"]')!;
        const began = performance.now();
        const look = (): void => {
          const articles = document.querySelectorAll('ol article');
          const last = articles[articles.length - 1];
          if (last === undefined || last.getBoundingClientRect().top >= innerHeight) return void requestAnimationFrame(look);
          // The frame that shows it begins now; a task after it means that it was painted.
          setTimeout(() => resolve(performance.now() - began));
        };
        link.click();
        requestAnimationFrame(look);
      }),
  );
}

interface Streaming {
  readonly keys: number[];
  /** Share of time the page's main thread worked while nobody typed. */
  readonly busy: number;
  readonly longTasks: number[];
}

/** A long answer of 50 words a second in the same chat: what it costs the page, and what keys cost meanwhile. */
async function stream(page: Page, keys: number): Promise<Streaming> {
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  await box.fill('/demo tokens=3000 rate=50');
  await box.press('Enter');
  await page.getByText('w20', { exact: false }).first().waitFor();
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable');
  const working = async (): Promise<number> => {
    const { metrics: all } = await metrics.send('Performance.getMetrics');
    return all.find(({ name }) => name === 'TaskDuration')!.value;
  };
  await page.evaluate(() => {
    const seen: { keys: number[]; tasks: number[] } = { keys: [], tasks: [] };
    Object.assign(window, { __bench: seen });
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    document.querySelector('textarea')!.addEventListener('keydown', (event) => {
      const began = event.timeStamp;
      requestAnimationFrame(() => setTimeout(() => seen.keys.push(performance.now() - began)));
    });
  });
  const [before, began] = [await working(), performance.now()];
  await page.waitForTimeout(4_000);
  const busy = (await working()) - before;
  const share = busy / ((performance.now() - began) / 1_000);
  for (let index = 0; index < keys; index += 1) {
    await box.press('a');
    await page.waitForTimeout(60);
  }
  const seen = await page.evaluate(() => (window as unknown as { __bench: { keys: number[]; tasks: number[] } }).__bench);
  return { keys: seen.keys, busy: share, longTasks: seen.tasks };
}

/** Opening 2,000 messages, on the server and in a real browser, and typing while an answer streams. */
export async function longChat({ quick, log }: Bench): Promise<Row[]> {
  await using sut = await startSut({ pinned: false });
  const visitor = await createVisitor(sut.url, await signUp(sut.url, 'long'));
  const messages = quick ? 400 : 2_000;
  const id = await build(visitor, messages);
  const server = await serverTimes(visitor, id, quick ? 40 : 200);
  visitor.close();
  const opening = `open ${messages.toLocaleString('en')} messages`;
  const rows = [measured({ metric: `${opening}: the server's part, p95`, value: quantile(server, 0.95), digits: 1 })];
  const browser = await launchBrowser();
  if (browser === null) return [...rows, notRun('click → painted, key → painted', 'no Chromium')];
  try {
    const cold: number[] = [];
    for (let round = 0; round < (quick ? 2 : 5); round += 1) {
      const { page, context } = await freshPage(browser);
      await signIn(page, sut, visitor.email);
      cold.push(await openTime(page));
      await context.close();
    }
    const { page } = await freshPage(browser);
    await signIn(page, sut, visitor.email);
    await openTime(page);
    const warm: number[] = [];
    for (let round = 0; round < (quick ? 5 : 20); round += 1) warm.push(await openTime(page));
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const { keys, busy, longTasks } = await stream(page, quick ? 20 : 60);
    log(JSON.stringify({ cold, warm, keys, longTasks }));
    return [
      ...rows,
      measured({
        metric: `${opening}: click → painted, cold, p95`,
        value: quantile(cold, 0.95),
        goal: 120,
        peers: 'does not open / cannot be stored',
      }),
      measured({ metric: '… warm, p95', value: quantile(warm, 0.95), goal: 60 }),
      measured({ metric: 'nodes in the page', value: nodes, unit: '', goal: 3_000, peers: '32k / 9k (700 messages)' }),
      measured({ metric: 'main thread busy while streaming', value: busy * 100, unit: '%', goal: 30, peers: '79 / 48 %' }),
      measured({
        metric: 'longest task while streaming and typing',
        value: Math.max(0, ...longTasks),
        goal: 50,
        peers: '69–177 ms / none',
        note: `${longTasks.length} above 50 ms`,
      }),
      measured({ metric: 'key → painted while streaming, p50', value: quantile(keys, 0.5), peers: '31 / 24 ms' }),
      measured({ metric: '… p95', value: quantile(keys, 0.95), goal: 24, peers: '58 / 47 ms' }),
      measured({ metric: '… max', value: quantile(keys, 1), goal: 50, peers: '180 / 64 ms' }),
    ];
  } finally {
    await browser.close();
  }
}
