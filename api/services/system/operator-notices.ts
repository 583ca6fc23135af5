import type { RefusedConfiguration } from '@parley/contracts';
import type { Bus } from '../../realtime/ports.ts';

interface NoticeDependencies {
  readonly bus: Bus;
  /** The name of this process among those that share the stores. */
  readonly node: string;
  readonly now: () => number;
}

/** What administrators are told of the nodes. Nothing here is stored: a node that is gone has no running configuration either. */
export interface OperatorNotices extends Disposable {
  /** Of all nodes, oldest first. Whoever reads it is told by a hint when it changes. */
  read(administratorId: string): RefusedConfiguration[];
  /** This node keeps its running configuration, because of what a changed file says. */
  refuseConfiguration(sentences: readonly string[]): void;
  /** The file of this node is in force. */
  acceptConfiguration(): void;
}

const topic = 'notices';
/** A refusal is said again so often, for nodes that began later or missed it, and forgotten when nothing is heard of it. */
const repeatEvery = 20_000;
const forgetAfter = 70_000;
const mostSentences = 20;
const longestSentence = 500;
const mostReaders = 100;

export function createOperatorNotices({ bus, node, now }: NoticeDependencies): OperatorNotices {
  const refused = new Map<string, { readonly notice: RefusedConfiguration; readonly heardAt: number }>();
  /** Administrators who asked at this node, the latest last. */
  const readers = new Set<string>();
  let own: RefusedConfiguration | null = null;

  const tellReaders = (): void => {
    for (const id of readers) bus.publish(`user:${id}`, { kind: 'hint', hint: { type: 'notices' } });
  };

  function hear(from: string, notice: RefusedConfiguration | null): void {
    const before = refused.get(from)?.notice;
    if (notice) refused.set(from, { notice, heardAt: now() });
    else refused.delete(from);
    if (before?.since !== notice?.since) tellReaders();
  }

  const unsubscribe = bus.subscribe(topic, (message) => {
    if (message.kind === 'configuration' && message.node !== node) hear(message.node, message.refused);
  });
  const say = (): void => bus.publish(topic, { kind: 'configuration', node, refused: own });

  function set(next: RefusedConfiguration | null): void {
    if (next === null && own === null) return;
    own = next;
    hear(node, next);
    say();
  }

  const timer = setInterval(() => {
    if (own) say();
    for (const [from, { heardAt }] of refused) if (from !== node && now() - heardAt > forgetAfter) hear(from, null);
  }, repeatEvery).unref();

  return {
    read(administratorId) {
      readers.delete(administratorId);
      readers.add(administratorId);
      if (readers.size > mostReaders) readers.delete(readers.values().next().value!);
      return [...refused.values()].map(({ notice }) => notice).toSorted((a, b) => a.since - b.since);
    },
    refuseConfiguration: (sentences) =>
      set({ node, since: now(), sentences: sentences.slice(0, mostSentences).map((sentence) => sentence.slice(0, longestSentence)) }),
    acceptConfiguration: () => set(null),
    [Symbol.dispose]() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}
