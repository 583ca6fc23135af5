import type { Link, OpenLink } from './link.ts';

interface KeptLinkOptions {
  readonly open: OpenLink;
  /** A key that is asked for, which need not be there: a question that only a server which serves keys answers. */
  readonly probe: string;
  /** What must be done before the link counts as up: subscribing again. */
  readonly prepare: (link: Link) => Promise<void>;
  readonly onUp: () => void;
  /** Called for each loss and each attempt that failed. */
  readonly onDown: (reason: Error) => void;
}

/** A link that is opened again whenever it is lost, without end. */
export interface KeptLink {
  /** Null while there is none. */
  current(): Link | null;
  close(): void;
}

/** Milliseconds between questions whether the server still answers, and how many may stay unanswered. */
const askEvery = 1_000;
const mayMiss = 3;
const longestPause = 3_000;

/** Half of the time fixed and half by chance, so that many nodes do not come back in the same instant. */
const pauseBefore = (attempt: number): number => Math.min(longestPause, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * Ends the link when the server holds the connection but answers nothing. Counted in turns of the clock, not by the time that passed:
 * a process that was itself held up for long has not asked for long.
 */
function watch(link: Link, probe: string, lost: (reason: Error) => void): () => void {
  let missed = 0;
  let asking = false;
  const timer = setInterval(() => {
    if (asking) missed += 1;
    if (missed >= mayMiss) lost(new Error(`no answer for ${missed} s`));
    if (asking) return;
    asking = true;
    link
      .send(probe, ['EXISTS', probe])
      .then(
        () => (missed = 0),
        () => (missed += 1),
      )
      .finally(() => (asking = false));
  }, askEvery);
  return () => clearInterval(timer);
}

export function keepLink({ open, probe, prepare, onUp, onDown }: KeptLinkOptions): KeptLink {
  let current: Link | null = null;
  let attempt = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  /** A server that still loads what it kept, and a cluster that is not complete, take connections but serve no keys. */
  async function begin(link: Link): Promise<void> {
    await link.send(probe, ['EXISTS', probe]);
    await prepare(link);
  }

  /** Rejects with what ended the link, or kept it from opening; resolves only when it was closed meanwhile. */
  async function openOnce(): Promise<void> {
    const down = Promise.withResolvers<Error>();
    const link = await open(down.resolve);
    const unwatch = watch(link, probe, down.resolve);
    try {
      const early = await Promise.race([down.promise, begin(link)]);
      if (early !== undefined) throw early;
      if (closed) return;
      current = link;
      attempt = 0;
      onUp();
      throw await down.promise;
    } finally {
      // Before anybody hears of the loss, so that whoever then asks finds no link.
      current = null;
      unwatch();
      link.destroy();
    }
  }

  async function run(): Promise<void> {
    try {
      await openOnce();
    } catch (error) {
      onDown(error instanceof Error ? error : new Error(String(error)));
    }
    if (closed) return;
    timer = setTimeout(() => void run(), pauseBefore(attempt));
    attempt += 1;
  }

  void run();
  return {
    current: () => current,
    close() {
      closed = true;
      clearTimeout(timer);
      current?.destroy();
      current = null;
    },
  };
}
