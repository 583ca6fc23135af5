/** One line of the table. */
export interface Row {
  readonly metric: string;
  /** As it is shown; `number` is the same for machines, null where nothing was measured. */
  readonly value: string;
  readonly number: number | null;
  readonly goal: string;
  /** How far from the goal: 1 is reached, 2 is twice as far away, below 1 is better than asked for. Null where nothing is comparable. */
  readonly ratio: number | null;
  /** What the two nearest peers reach on the same kind of machine, as `performance` figures published with this bench. */
  readonly peers: string;
  readonly note?: string;
}

export interface Measured {
  readonly metric: string;
  readonly value: number;
  readonly unit?: string;
  readonly digits?: number;
  readonly goal?: number;
  /** Whether more is better; by default less is. */
  readonly more?: boolean;
  readonly peers?: string;
  readonly note?: string | undefined;
}

export function measured({ metric, value, unit = 'ms', digits = 0, goal, more = false, peers = '–', note }: Measured): Row {
  const show = (number: number): string => `${number.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`.trim();
  const known = Number.isFinite(value);
  return {
    metric,
    value: known ? show(value) : 'none',
    number: known ? value : null,
    goal: goal === undefined ? '–' : `${more ? '≥' : '≤'} ${goal.toLocaleString('en')} ${unit}`.trim(),
    ratio: goal === undefined || !known ? null : more ? goal / value : value / goal,
    peers,
    ...(note === undefined || note === '' ? {} : { note }),
  };
}

/** A row that could not run: it says so and wins nothing. */
export const notRun = (metric: string, why: string): Row => ({
  metric,
  value: 'NOT RUN',
  number: null,
  goal: '–',
  ratio: null,
  peers: '–',
  note: why,
});

/** Other processes above this share of a core make a measurement theirs. */
const quietBelow = 0.06;

/** The words that mark a row measured on a busy machine; empty on a quiet one. */
export const noise = (others: number): string => (others > quietBelow ? `NOISY: others used ${others.toFixed(2)} of a core` : '');

export const notes = (...all: readonly (string | undefined)[]): string => all.filter(Boolean).join('; ');

const mark = ({ ratio }: Row): string => (ratio === null ? ' ' : ratio <= 1 ? '✓' : '✗');

/** The rows as a table for people. */
export function formatTable(rows: readonly Row[]): string {
  const head = ['', 'metric', 'measured', 'goal', 'of goal', 'LibreChat / chat-ui', 'note'];
  const lines = rows.map((row) => [
    mark(row),
    row.metric,
    row.value,
    row.goal,
    row.ratio === null ? '' : `${row.ratio.toFixed(2)}×`,
    row.peers,
    row.note ?? '',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((cells) => cells[column]!.length)));
  return [head, ...lines]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
