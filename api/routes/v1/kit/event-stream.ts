import { limits } from '@parley/contracts';
import type { Response } from 'express';

/** An answer that is told in server-sent events. */
export interface EventStream {
  /** Whether anything has left: from then on an error can no longer have a status of its own. */
  readonly begun: boolean;
  /** Hands text to the connection, together with whatever else is written in this turn of the event loop. */
  write(text: string): void;
  /** Resolves when the reader has room for more; aborts the call when it has none for as long as a reader may be silent, or is gone. */
  room(): Promise<void> | undefined;
  end(): void;
}

const flushAt = 65_536;

/**
 * Writes events as they come, many to a packet where they come together. Before the first and between any two that are far apart it sends
 * `keepAlive`, so that nobody in between takes the connection for dead. A reader that is too slow, by `readerSilence` in milliseconds, aborts the
 * call: `gone` is told.
 */
export function createEventStream(
  response: Response,
  keepAlive: () => string,
  gone: () => void,
  readerSilence: number = limits.readerSilence,
): EventStream {
  let waiting = '';
  let scheduled = false;
  let quiet = true;

  function flush(): void {
    scheduled = false;
    if (waiting === '' || response.writableEnded || response.destroyed) return;
    const text = waiting;
    waiting = '';
    if (!response.headersSent) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
    }
    response.write(text);
  }
  function write(text: string): void {
    if (text === '') return;
    quiet = false;
    waiting += text;
    if (waiting.length > flushAt) flush();
    else if (!scheduled) {
      scheduled = true;
      setImmediate(flush);
    }
  }
  const beat = setInterval(() => {
    if (quiet) write(keepAlive());
    quiet = true;
  }, limits.v1KeepAliveEvery);
  beat.unref();
  response.once('close', () => clearInterval(beat));

  async function drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const tooSlow = setTimeout(() => {
      gone();
      response.destroy();
    }, readerSilence);
    response.once('drain', resolve).once('close', resolve);
    await promise;
    clearTimeout(tooSlow);
    response.off('drain', resolve).off('close', resolve);
  }
  return {
    get begun() {
      return response.headersSent || waiting !== '';
    },
    write,
    room: () => (response.writableNeedDrain && !response.destroyed ? drained() : undefined),
    end() {
      clearInterval(beat);
      flush();
      response.end();
    },
  };
}
