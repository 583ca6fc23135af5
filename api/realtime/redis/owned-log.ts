import type { HeldLog } from '../tail/turn-store.ts';
import type { TurnTail } from '../tail/turn-tail.ts';
import type { ReaderSlot, SlotHome } from './reader-slot.ts';

/** A log that this node writes. */
export interface OwnedLog extends HeldLog, SlotHome {
  /** The last epoch this node asked Redis for: what was written under an earlier one and is refused for this one was refused by us. */
  claimed: number;
  /** The seq at which this node's epoch began. */
  from: number;
  /** The last seq that Redis acknowledged. */
  acknowledged: number;
  /** Redis acknowledged the end. */
  endAcknowledged: boolean;
  writing: boolean;
  /** It is not this node's any more, and not written again. */
  released: boolean;
  /** Redis is to be asked whether it still has what it acknowledged. */
  verify: boolean;
  /** On the monotonic clock: when the oldest event that is not acknowledged was appended, null when there is none; the last attempt to write; before when not to try again. */
  unsafeSince: number | null;
  wroteAt: number;
  notBefore: number;
  readonly slots: ReadonlySet<ReaderSlot>;
  /** Serves a reader from this log. */
  take(slot: ReaderSlot): void;
}

/** A log with what its tail holds; `acknowledged` of it are in Redis already. */
export function createOwnedLog(turnId: string, epoch: number, tail: TurnTail, acknowledged: number): OwnedLog {
  const slots = new Set<ReaderSlot>();
  return {
    turnId,
    tail,
    epoch,
    claimed: epoch,
    endedAt: null,
    from: acknowledged,
    acknowledged,
    endAcknowledged: false,
    writing: false,
    released: false,
    verify: false,
    unsafeSince: null,
    wroteAt: performance.now(),
    notBefore: 0,
    slots,
    take(slot) {
      slots.add(slot);
      slot.enter(this);
      slot.attach(tail);
    },
    left: (slot) => void slots.delete(slot),
  };
}
