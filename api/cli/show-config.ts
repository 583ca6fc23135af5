import path from 'node:path';
import type { ModelEntry } from '@parley/contracts';
import { understandConfig, type Config } from '../config/config.ts';
import { child } from '../config/file/check-tree.ts';
import { listValues } from '../config/file/list-values.ts';
import { readConfigFile } from '../config/file/read-config-file.ts';
import { modelDataSchema } from '../config/file/schema/model-data.ts';
import { ownSurroundings, type Surroundings } from '../config/file/used-file.ts';
import type { EnvSource } from '../config/read-env.ts';
import { callControl } from '../control/call-control.ts';
import type { Decided } from '../control/control-command.ts';

type Row = readonly [name: string, value: string, origin: string];

function columns(rows: readonly Row[]): string[] {
  const width = (index: 0 | 1, most: number): number => Math.min(most, Math.max(0, ...rows.map((row) => row[index].length)));
  const [names, values] = [width(0, 60), width(1, 60)];
  return rows.map(([name, value, origin]) => `${name.padEnd(names)}  ${value.padEnd(values)}  ${origin}`);
}

/** What the file of facts says, each figure with its line. */
function rowsOfModelData({ modelData: { file } }: Config, source: EnvSource): Row[] {
  if (file === null) return [];
  const { entry } = readConfigFile(file, source, modelDataSchema);
  const values = entry === null ? [] : listValues(entry);
  return values.map(({ path: key, value, line }) => [`models.${key}`, value, `${path.basename(file)}:${line}`]);
}

/** The figures of a model one by one. */
function figuresOf(facts: object, under: string): [name: string, value: string][] {
  return Object.entries(facts).flatMap(([key, value]: [string, unknown]) => {
    const name = child(under, key);
    return typeof value === 'object' && value !== null ? figuresOf(value, name) : [[name, String(value)]];
  });
}

/** What administrators decided. A figure that the operator's file says as well is that of the file. */
function rowsOfDecisions({ budgets, models }: Decided, fromFile: Readonly<Record<string, ModelEntry>>): Row[] {
  const facts = models.flatMap(({ name, facts: said }) => {
    const before = new Set(Object.keys(fromFile[name] ?? {}));
    return Object.entries(said).flatMap(([key, value]) =>
      before.has(key) ? [] : figuresOf({ [key]: value }, child('models', name)).map((row): Row => [...row, 'administrator']),
    );
  });
  const limits = budgets.map(({ principal: { type, id }, endpoint, dollarsPerMonth }): Row => [
    child(`budgets.${type}`, id) + (endpoint === undefined ? '' : ` at ${endpoint}`),
    `${dollarsPerMonth} dollars a month`,
    'administrator',
  ]);
  return [...facts, ...limits];
}

/**
 * Prints every value in force with its origin: `default`, `environment`, the file and line, or `administrator` for what the server that runs on the data
 * folder keeps. Secrets are masked. Throws `ConfigError` as the start does.
 */
export async function showConfig(
  print: (text: string) => void = console.log,
  { source, folder }: Surroundings = ownSurroundings(),
): Promise<void> {
  const { config, readings, file } = understandConfig(source, folder);
  const rows: Row[] = readings.map(({ name, value, origin }) => [name, value ?? '-', origin]);
  if (file?.entry) {
    for (const { path: key, value, line, acts } of listValues(file.entry))
      rows.push([key, value, `${path.basename(file.file)}:${line}${acts ? '' : ' (no effect yet)'}`]);
  }
  rows.push(...rowsOfModelData(config, source));
  const decided = await callControl(config.dataDir, { command: 'decisions' });
  if (decided !== null) rows.push(...rowsOfDecisions(decided, config.modelData.entries));
  print(columns(rows).join('\n'));
  if (decided === null) print('What administrators decided (facts of models, budgets) is shown while the server runs.');
}
