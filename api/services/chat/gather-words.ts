import type { TurnEvent } from '@parley/contracts';

/** Takes events and hands them on, words of one part that come close together as one. */
export interface WordGatherer {
  write(event: TurnEvent): void;
  /** Hands on what is still held; nothing comes after it. */
  end(): void;
}

type Delta = Extract<TurnEvent, { type: 'text-delta' | 'reasoning-delta' }>;

const isWords = (event: TurnEvent): event is Delta => event.type === 'text-delta' || event.type === 'reasoning-delta';

/**
 * The first words go on at once, further ones at most every `rateMs`; order is kept, and nothing else waits. What `emit` throws out of turn is
 * thrown by the next `write` or `end`.
 */
export function gatherWords(emit: (event: TurnEvent) => void, rateMs: number): WordGatherer {
  let held: Delta | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failure: { readonly error: unknown } | undefined;

  function flush(): void {
    if (held === null) return;
    const event = held;
    held = null;
    emit(event);
  }

  function tick(): void {
    timer = held === null ? undefined : setTimeout(tick, rateMs);
    try {
      flush();
    } catch (error) {
      failure ??= { error };
    }
  }

  const check = (): void => {
    if (failure) throw failure.error;
  };

  return {
    write(event) {
      check();
      if (!isWords(event)) {
        flush();
        return emit(event);
      }
      if (held && (held.part !== event.part || held.type !== event.type)) flush();
      if (held) held = { ...held, delta: held.delta + event.delta };
      else held = event;
      if (timer !== undefined) return;
      flush();
      timer = setTimeout(tick, rateMs);
    },
    end() {
      clearTimeout(timer);
      check();
      flush();
    },
  };
}
