/** One line of the table. `goal` and `peers` are from docs and published measurements; `met` is null where nothing is comparable. */
export interface Row {
  readonly metric: string;
  readonly value: string;
  readonly goal: string;
  readonly met: boolean | null;
  /** What the two nearest peers reach on the same kind of machine. */
  readonly peers: string;
  readonly note?: string;
}

export const notRun = (metric: string, goal: string, peers: string, why: string): Row => ({
  metric,
  value: 'NOT RUN',
  goal,
  met: null,
  peers,
  note: why,
});

const mark = (met: boolean | null): string => (met === null ? ' ' : met ? '✓' : '✗');

/** The rows as a table for people. */
export function printTable(rows: readonly Row[]): void {
  const columns = rows.map((row) => [mark(row.met), row.metric, row.value, row.goal, row.peers, row.note ?? '']);
  const all = [['', 'metric', 'measured', 'goal', 'LibreChat / chat-ui', 'note'], ...columns];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((cells) => cells[column]!.length)));
  for (const cells of all)
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}
