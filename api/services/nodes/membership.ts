import type { Logger } from '../../logger.ts';
import type { LivingNode, NodeStore } from '../../storage/ports/nodes.ts';

/** Milliseconds between signs of life, and of silence after which a node counts as dead. */
export interface MembershipTimes {
  readonly beatEvery: number;
  readonly deadAfter: number;
  readonly lookEvery: number;
  /** Turns whose node is not even listed any more are looked for this often. */
  readonly sweepEvery: number;
}

export const defaultTimes: MembershipTimes = { beatEvery: 3_000, deadAfter: 10_000, lookEvery: 1_000, sweepEvery: 30_000 };

interface MembershipDependencies {
  /** Null: nobody else can be there. */
  readonly nodes: NodeStore | null;
  readonly self: LivingNode;
  readonly logger: Logger;
  readonly times?: MembershipTimes;
}

/** This process among those that share the store. */
export interface Membership {
  readonly node: string;
  /** Joins the living. Answers who stands in the way when after `deadAfter` it still does, else null. */
  join(): Promise<string | null>;
  /** Ids of the living, this node's among them. Rejects when the store does. */
  living(): Promise<string[]>;
  /**
   * Gives signs of life from now on, and calls `onLost` when nodes were lost, with those that live; when it answers true nothing of the
   * dead is left. At most one call is under way.
   */
  watch(onLost: (living: readonly string[]) => Promise<boolean>): void;
  /** Counts as dead at once. Nothing is watched any more. */
  leave(): Promise<void>;
}

/**
 * A node judges by the store's clock, and only while it is itself heard: when the store was away, or this process was held up, the
 * silence of the others says nothing about them until they had the time to be heard again.
 */
export function createMembership({ nodes, self, logger, times = defaultTimes }: MembershipDependencies): Membership {
  const { beatEvery, deadAfter, lookEvery, sweepEvery } = times;
  const timers: NodeJS.Timeout[] = [];
  let heardAt = -Infinity;
  let steadySince = -Infinity;
  let failing = false;
  let left = false;

  /** Was unheard for so long that others, in the same case, would look dead. */
  const isBehind = (now: number): boolean => now - heardAt > deadAfter - beatEvery;
  /** Long enough for all that live to be heard again. */
  const grace = 2 * beatEvery;

  async function beat(): Promise<void> {
    if (nodes === null || left) return;
    try {
      await nodes.beat(self);
      const now = performance.now();
      if (isBehind(now)) steadySince = now;
      heardAt = now;
      if (failing) logger.info({ node: self.node }, 'This node is heard of again.');
      failing = false;
    } catch (error) {
      if (!failing)
        logger.warn({ node: self.node, reason: String(error) }, 'This node cannot say that it lives: others may take its turns.');
      failing = true;
    }
  }

  /** Those that have said themselves that they left, and, when this node may judge, those that are silent. */
  async function look(): Promise<{ living: string[]; dead: string[] }> {
    const rows = nodes === null ? [] : await nodes.list();
    const now = performance.now();
    const mayJudge = !isBehind(now) && now - steadySince >= grace;
    const isDead = (silentFor: number): boolean => (mayJudge ? silentFor >= deadAfter : silentFor === Number.POSITIVE_INFINITY);
    const others = rows.filter(({ id }) => id !== self.node);
    return {
      living: [self.node, ...others.filter(({ silentFor }) => !isDead(silentFor)).map(({ id }) => id)],
      dead: others.filter(({ silentFor }) => isDead(silentFor)).map(({ id }) => id),
    };
  }

  return {
    node: self.node,
    async join() {
      if (nodes === null) return null;
      const deadline = performance.now() + deadAfter + lookEvery;
      for (let waits = 0; ; waits += 1) {
        const rows = await nodes.list();
        await nodes.release(
          rows.filter(({ silentFor }) => silentFor < deadAfter).map(({ id }) => id),
          deadAfter,
        );
        const inTheWay = await nodes.join(self, deadAfter);
        if (inTheWay !== null && performance.now() > deadline) return inTheWay;
        if (inTheWay === null) {
          heardAt = performance.now();
          // Whatever is silent by the store's clock now was silent before this process was there.
          steadySince = -Infinity;
          return null;
        }
        if (waits === 0) logger.info({ node: inTheWay }, 'Waiting: an earlier process may still be using the database.');
        await new Promise((resolve) => setTimeout(resolve, Math.min(lookEvery, deadAfter / 10)));
      }
    },
    living: async () => (await look()).living,
    watch(onLost) {
      if (nodes === null) return;
      let looking = false;
      let sweptAt = performance.now();
      let notBefore = 0;
      const once = async (): Promise<void> => {
        const { living, dead } = await look();
        const sweeping = performance.now() - sweptAt >= sweepEvery;
        if (left || sweptAt + notBefore > performance.now() || (dead.length === 0 && !sweeping)) return;
        sweptAt = performance.now();
        if (dead.length > 0) await nodes.release(living, deadAfter);
        const nothingLeft = await onLost(living);
        notBefore = nothingLeft ? 0 : beatEvery;
        if (nothingLeft) for (const id of dead) await nodes.forget(id, deadAfter);
      };
      const lookAround = (): void => {
        // What failed is not put off until the next sign of life is due.
        if (failing) void beat();
        if (looking || left) return;
        looking = true;
        once()
          .catch((error: unknown) => logger.debug({ reason: String(error) }, 'The other nodes could not be looked at.'))
          .finally(() => (looking = false));
      };
      timers.push(setInterval(() => void beat(), beatEvery).unref(), setInterval(lookAround, lookEvery).unref());
    },
    async leave() {
      left = true;
      for (const timer of timers) clearInterval(timer);
      await nodes?.leave(self.node);
    },
  };
}
