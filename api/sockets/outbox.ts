import { performance } from 'node:perf_hooks';
import type { Pacer } from './pacer.ts';

/** The lines of one connection on their way out. */
export interface Outbox {
  /** One line, or several joined by LF. The first after a pause never waits. */
  push(lines: string): void;
  /** Writes what is gathered now. */
  flush(): void;
  /** Characters gathered. */
  readonly gathered: number;
}

export function createOutbox(write: (lines: string) => void, pacer: Pacer): Outbox {
  let lines = '';
  let writtenIn = -1;
  let writtenAt = -Infinity;

  function flush(): void {
    if (lines === '') return;
    const ready = lines;
    lines = '';
    writtenIn = pacer.turn();
    writtenAt = performance.now();
    write(ready);
  }

  /** Nothing was written in this turn of the loop, nor within the present delay. */
  function mayGoNow(): boolean {
    if (pacer.turn() === writtenIn) return false;
    const delay = pacer.delay();
    return delay === 0 || performance.now() - writtenAt >= delay;
  }

  const outbox: Outbox = {
    push(more) {
      if (lines !== '') {
        lines += `\n${more}`;
        return;
      }
      lines = more;
      if (mayGoNow()) flush();
      else pacer.later(outbox);
    },
    flush,
    get gathered() {
      return lines.length;
    },
  };
  return outbox;
}
