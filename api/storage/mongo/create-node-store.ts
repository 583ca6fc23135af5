import type { LivingNode, NodeRow, NodeStore } from '../ports/nodes.ts';
import type { Unit, Units } from './unit.ts';

/** What a node that joins takes hold of, so that two never join without seeing each other. */
const gate = 'nodes';

/** The server's clock in ms, as a number: not every server that speaks the protocol compares dates with `$$NOW`. */
const serverNow = { $toLong: '$$NOW' };

async function list(unit: Unit): Promise<NodeRow[]> {
  const rows = await unit.in.nodes
    .aggregate<{ _id: string; alone: boolean; seenAt: number; now: number }>(
      [{ $sort: { _id: 1 } }, { $project: { alone: 1, seenAt: 1, now: serverNow } }],
      unit.at,
    )
    .toArray();
  return rows.map(({ _id: id, alone, seenAt, now }) => ({
    id,
    alone,
    silentFor: Number(seenAt) === 0 ? Number.POSITIVE_INFINITY : Number(now) - Number(seenAt),
  }));
}

/** Answers whether it was not there. */
async function beat(unit: Unit, { node, alone }: LivingNode): Promise<boolean> {
  const { upsertedCount } = await unit.in.nodes.updateOne({ _id: node }, [{ $set: { alone, seenAt: serverNow } }], {
    ...unit.at,
    upsert: true,
  });
  return upsertedCount > 0;
}

/** The nodes that share a database, one document each. */
export function createNodeStore({ change, reading, sessions }: Units): NodeStore {
  return {
    async join(joining, deadAfter) {
      sessions.belongTo(joining.node);
      return change(gate, async (unit) => {
        const others = (await list(unit)).filter((other) => other.id !== joining.node && other.silentFor < deadAfter);
        const inTheWay = others.find((other) => other.alone || joining.alone);
        if (inTheWay !== undefined) return inTheWay.id;
        await beat(unit, joining);
        return null;
      });
    },
    async beat(node) {
      if (await beat(reading, node)) sessions.noteAnew();
    },
    async leave(node) {
      await reading.in.nodes.updateOne({ _id: node }, { $set: { seenAt: 0 } });
      await sessions.forget(node);
    },
    async release(living, deadAfter) {
      const known = (await list(reading)).map(({ id }) => id);
      await sessions.release(living, known, deadAfter);
    },
    async forget(node, deadAfter) {
      const found = await reading.in.nodes.findOne({ _id: node });
      const silentFor = (await list(reading)).find(({ id }) => id === node)?.silentFor ?? 0;
      // One that beats in between has another time, and stays.
      if (found === null || silentFor < deadAfter) return;
      const { deletedCount } = await reading.in.nodes.deleteOne({ _id: node, seenAt: found.seenAt });
      if (deletedCount > 0) await sessions.forget(node);
    },
    list: () => list(reading),
  };
}
