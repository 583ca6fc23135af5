// Writes the table of the configuration file's keys into docs/configuration.md, from the schema that checks them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { putTable } from '../api/config/file/present-table.ts';

const file = path.resolve(import.meta.dirname, '../docs/configuration.md');
writeFileSync(file, putTable(readFileSync(file, 'utf8')));
