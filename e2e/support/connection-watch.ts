import type { Page } from '@playwright/test';

/** What a page's live connections are told, with the time of each. */
export interface ConnectionWatch {
  /** `performance.now()` of this process when the page was attached to a turn after that moment; null: not yet. */
  attachedAfter(moment: number): number | null;
  /** When a connection of the page was lost after that moment. */
  lostAfter(moment: number): number | null;
}

/** To be called before the page is opened. */
export function watchConnections(page: Page): ConnectionWatch {
  const attached: number[] = [];
  const lost: number[] = [];
  page.on('websocket', (socket) => {
    socket.on('close', () => lost.push(performance.now()));
    socket.on('framereceived', ({ payload }) => {
      const isAttached = payload
        .toString()
        .split('\n')
        .some((line) => line.includes('"subscribed"') && line.includes('"turn:'));
      if (isAttached) attached.push(performance.now());
    });
  });
  const after = (times: readonly number[], moment: number): number | null => times.find((time) => time > moment) ?? null;
  return { attachedAfter: (moment) => after(attached, moment), lostAfter: (moment) => after(lost, moment) };
}
