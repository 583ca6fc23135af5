import type { ServerFrame } from '@parley/contracts';
import { decodeFrame, type SequencedEvent } from '@parley/chat-core';
import type { LinkMessage } from './types.ts';

interface FrameDecoder {
  /** Takes one message: one frame or several, one per line. Throws on what is no frame. */
  take(text: string): void;
}

interface DecoderHost {
  readonly onMessage: (message: LinkMessage) => void;
  readonly onWelcome: (welcome: Extract<ServerFrame, { type: 'welcome' }>) => void;
  readonly onPing: () => void;
  readonly onBye: (code: string) => void;
}

/** Reads the frames of one connection, whose channel numbers are its own. Events that came together are handed on together. */
export function createFrameDecoder(host: DecoderHost): FrameDecoder {
  const topics = new Map<number, string>();
  let run: { topic: string; events: SequencedEvent[] } | null = null;

  function flush(): void {
    if (run === null) return;
    const { topic, events } = run;
    run = null;
    host.onMessage({ kind: 'events', topic, events });
  }

  function takeEvent(line: readonly unknown[]): void {
    const { channel, seq, event } = decodeFrame(line);
    const topic = topics.get(channel);
    if (topic === undefined) return;
    if (run?.topic !== topic) {
      flush();
      run = { topic, events: [] };
    }
    run.events.push({ seq, event });
  }

  function takeFrame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return host.onWelcome(frame);
      case 'subscribed':
        topics.set(frame.channel, frame.topic);
        return host.onMessage({ kind: 'subscribed', topic: frame.topic });
      case 'refused':
        return host.onMessage({ kind: 'end', topic: frame.topic, reason: 'refused' });
      case 'gone':
        return host.onMessage({ kind: 'end', topic: frame.topic, reason: 'gone' });
      case 'hint':
        return host.onMessage({ kind: 'hint', topic: frame.topic, hint: frame.hint });
      case 'ping':
        return host.onPing();
      case 'bye':
        return host.onBye(frame.code);
    }
  }

  return {
    take(text) {
      for (const line of text.split('\n')) {
        const value = JSON.parse(line) as unknown;
        if (Array.isArray(value)) {
          takeEvent(value);
          continue;
        }
        flush();
        takeFrame(value as ServerFrame);
      }
      flush();
    },
  };
}
