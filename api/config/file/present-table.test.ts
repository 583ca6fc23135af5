import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { putTable } from './present-table.ts';

const manual = readFileSync(path.resolve(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');

test('the table of the manual is that of the schema; else run: node scripts/config-table.mjs', () => {
  expect(putTable(manual)).toBe(manual);
});

test('every key that has no effect yet says what it waits for', () => {
  const bare = putTable(manual).match(/^\|.*\| not yet \|$/gm);
  expect(bare).toBeNull();
});

test('a manual without its marks is not written', () => {
  expect(() => putTable('# Configuration\n')).toThrow(/has no/);
});
