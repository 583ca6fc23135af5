import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';
import { expect } from './report.mjs';

const config = path.join(root, 'api/config');

/** Fails when one of these names is read nowhere in `api/config`. */
export function expectKnownVariables(names) {
  const sources = readdirSync(config)
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .map((name) => readFileSync(path.join(config, name), 'utf8'))
    .join('\n');
  const unknown = names.filter((name) => !sources.includes(`'${name}'`));
  expect(unknown.length === 0, `api/config reads nothing called ${unknown.join(', ')}`);
}
