import path from 'node:path';
import { understandConfig } from '../config/config.ts';
import { listValues } from '../config/file/list-values.ts';
import { ownSurroundings, type Surroundings } from '../config/file/used-file.ts';

type Row = readonly [name: string, value: string, origin: string];

function columns(rows: readonly Row[]): string[] {
  const width = (index: 0 | 1, most: number): number => Math.min(most, Math.max(0, ...rows.map((row) => row[index].length)));
  const [names, values] = [width(0, 60), width(1, 60)];
  return rows.map(([name, value, origin]) => `${name.padEnd(names)}  ${value.padEnd(values)}  ${origin}`);
}

/** Prints every value in force with its origin: `default`, `environment`, or the file and line. Secrets are masked. Throws `ConfigError` as the start does. */
export function showConfig(print: (text: string) => void = console.log, { source, folder }: Surroundings = ownSurroundings()): void {
  const { readings, file } = understandConfig(source, folder);
  const rows: Row[] = readings.map(({ name, value, origin }) => [name, value ?? '-', origin]);
  if (file?.entry) {
    for (const { path: key, value, line, acts } of listValues(file.entry))
      rows.push([key, value, `${path.basename(file.file)}:${line}${acts ? '' : ' (no effect yet)'}`]);
  }
  print(columns(rows).join('\n'));
}
