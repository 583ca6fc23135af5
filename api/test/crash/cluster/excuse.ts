import { watchProcessorWait } from '@parley/test-kit';
import type { ClusterNode } from '../../cluster/start-cluster.ts';

/** Of the time something may take: a node that was kept from the processor for longer than this share of it may be late. */
const mayWait = 0.05;

/** Watches the node that has to act from now on. */
export interface Excuse {
  /** What to say of it when it took longer than `withinMs`; empty when others kept it from the processor. Ends the watch. */
  late(withinMs: number, sentence: string): string[];
}

/** A machine that is busy with other tests makes a node late; that is no defect of it, and an excuse only for lateness. */
export function watchForExcuse(node: ClusterNode): Excuse {
  const watch = watchProcessorWait(node.child.pid);
  return {
    late(withinMs, sentence) {
      const starvedMs = Math.round(watch.stop());
      return starvedMs > withinMs * mayWait ? [] : [`${sentence} (kept from the processor for ${starvedMs} ms)`];
    },
  };
}
