import type { Row } from './run-checks.ts';

const control = /\p{Cc}+/gu;

/** A table for people: what, how it stands, what was found, and below it what to do. Words of others cannot move the cursor. */
export function presentRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const lines = rows.flatMap(({ check, level, said, advice }) => {
    const line = `${level.padEnd(4)}  ${check.padEnd(width)}  ${said.replace(control, ' ')}`;
    return advice === undefined ? [line] : [line, `${' '.repeat(width + 8)}→ ${advice.replace(control, ' ')}`];
  });
  const count = (level: Row['level']): number => rows.filter((row) => row.level === level).length;
  return [...lines, '', `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed`].join('\n');
}
