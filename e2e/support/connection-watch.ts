import type { Page } from '@playwright/test';

/** What a page's live connections are told, whether sockets or their twin, with the time of each. */
export interface ConnectionWatch {
  /** `performance.now()` of this process when the page was attached to a turn after that moment; null: not yet. */
  attachedAfter(moment: number): number | null;
  /** What happened after that moment, with the milliseconds since, for the message of a failure. */
  storyAfter(moment: number): string;
}

const isAttachment = (line: string): boolean => line.includes('"subscribed"') && line.includes('"turn:');

/** To be called before the page is opened. */
export async function watchConnections(page: Page): Promise<ConnectionWatch> {
  const notes: { readonly at: number; readonly what: string }[] = [];
  const note = (what: string): void => void notes.push({ at: performance.now(), what });
  const hear = (kind: string, text: string): void => {
    if (text.split('\n').some(isAttachment)) note(`${kind} attached`);
  };

  page.on('websocket', (socket) => {
    note('socket opened');
    socket.on('close', () => note('socket closed'));
    socket.on('framereceived', ({ payload }) => hear('socket', payload.toString()));
  });

  // The twin is a request whose answer never ends: only the browser's own protocol shows it while it grows.
  const browser = await page.context().newCDPSession(page);
  await browser.send('Network.enable');
  /** The line that has not come whole, by stream. */
  const begun = new Map<string, string>();
  const grow = (id: string, base64: string | undefined): void => {
    const text = (begun.get(id) ?? '') + Buffer.from(base64 ?? '', 'base64').toString();
    const end = text.lastIndexOf('\n') + 1;
    begun.set(id, text.slice(end));
    hear('stream', text.slice(0, end));
  };
  browser.on('Network.responseReceived', ({ requestId, response }) => {
    if (!response.url.endsWith('/api/realtime/stream')) return;
    note(`stream answered ${response.status}`);
    begun.set(requestId, '');
    browser.send('Network.streamResourceContent', { requestId }).then(
      ({ bufferedData }) => grow(requestId, bufferedData),
      (error: unknown) => note(`stream cannot be read: ${String(error)}`),
    );
  });
  browser.on('Network.dataReceived', ({ requestId, data }) => {
    if (begun.has(requestId)) grow(requestId, data);
  });

  return {
    attachedAfter: (moment) => notes.find(({ at, what }) => at > moment && what.endsWith('attached'))?.at ?? null,
    storyAfter: (moment) =>
      notes.flatMap(({ at, what }) => (at > moment ? [`${what} after ${Math.round(at - moment)} ms`] : [])).join(', '),
  };
}
