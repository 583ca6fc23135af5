/** What releasing turns means for the records. */
export interface ReleasePlan {
  readonly released: readonly string[];
  /** Records in which no living turn has a section. */
  readonly dead: readonly number[];
  /** Released turns with sections in records that other turns still need. */
  readonly shared: readonly string[];
}

/** Which records each living turn has sections in, and how many living turns each record has. */
export interface RecordCounts {
  add(record: number, turnIds: readonly string[]): void;
  /** Changes nothing, so that a failed transaction needs no undoing. */
  plan(release: readonly string[]): ReleasePlan;
  apply(plan: ReleasePlan): void;
  /** Records without a living turn: damaged ones, and leftovers of an interrupted clean-up. */
  unused(): number[];
}

export function createRecordCounts(records: readonly number[]): RecordCounts {
  const living = new Map<number, number>(records.map((id) => [id, 0]));
  const recordsOf = new Map<string, number[]>();

  return {
    add(record, turnIds) {
      living.set(record, (living.get(record) ?? 0) + turnIds.length);
      for (const turnId of turnIds) {
        const known = recordsOf.get(turnId);
        if (known === undefined) recordsOf.set(turnId, [record]);
        else known.push(record);
      }
    },
    plan(release) {
      const released = [...new Set(release)].filter((turnId) => recordsOf.has(turnId));
      const left = new Map<number, number>();
      for (const turnId of released) for (const id of recordsOf.get(turnId)!) left.set(id, (left.get(id) ?? living.get(id) ?? 0) - 1);
      const isDead = (id: number): boolean => left.get(id) === 0;
      return {
        released,
        dead: [...left.keys()].filter(isDead),
        shared: released.filter((turnId) => !recordsOf.get(turnId)!.every(isDead)),
      };
    },
    apply({ released, dead }) {
      for (const turnId of released) {
        for (const id of recordsOf.get(turnId)!) living.set(id, living.get(id)! - 1);
        recordsOf.delete(turnId);
      }
      for (const id of dead) living.delete(id);
    },
    unused: () => [...living].filter(([, count]) => count === 0).map(([id]) => id),
  };
}
