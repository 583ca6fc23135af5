import type { Config } from '../config/config.ts';
import { keptSecrets, moveToMongo, moveToSqlite, type Transferred } from '../migrate.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';

const shownDigits = 16;

/** What both stores hold, kind by kind. */
function table(comparisons: Transferred['comparisons']): string {
  const rows = [
    ['', 'SQLite', 'MongoDB', 'content (SHA-256)'],
    ...comparisons.map(({ name, sqlite, mongo, same }) => [
      name,
      sqlite.count.toLocaleString('en'),
      mongo.count.toLocaleString('en'),
      same
        ? `${mongo.digest.slice(0, shownDigits)}  the same`
        : `${sqlite.digest.slice(0, shownDigits)} ≠ ${mongo.digest.slice(0, shownDigits)}  DIFFERS`,
    ]),
  ] as [string, string, string, string][];
  const width = (column: 0 | 1 | 2): number => Math.max(...rows.map((row) => row[column].length));
  const widths = [width(0), width(1), width(2)] as const;
  return rows
    .map(([name, a, b, content]) => `${name.padEnd(widths[0])}  ${a.padStart(widths[1])}  ${b.padStart(widths[2])}  ${content}`)
    .join('\n');
}

/** Says how far it is, at most once a second. */
function createProgress(): (moved: { name: string; count: number }) => void {
  const counts = new Map<string, number>();
  let said = performance.now();
  return ({ name, count }) => {
    counts.set(name, (counts.get(name) ?? 0) + count);
    if (performance.now() - said < 1_000) return;
    said = performance.now();
    console.log(`${name}: ${counts.get(name)?.toLocaleString('en')} moved`);
  };
}

function judge({ comparisons, same }: Transferred, otherwise: string): void {
  console.log(table(comparisons));
  if (same) return;
  const names = comparisons.filter((each) => !each.same).map(({ name }) => name);
  throw new OperatorError(`What arrived is not what was there (${names.join(', ')}). ${otherwise}`);
}

function secretsSentence(config: Config): string {
  const kept = keptSecrets(config).map(({ name, file }) => `${name} in ${file}`);
  const where =
    kept.length === 0
      ? 'They came from the environment so far: give the same.'
      : `Those of this folder, unless the environment gave others: ${kept.join(', ')}.`;
  return `JWT_SECRET and CREDS_KEY must be given with MONGO_URI, the same on every node, or people's own keys cannot be opened. ${where}`;
}

function filesSentence({ stores: { files } }: Config): string[] {
  return files.kind === 'folder'
    ? [`Files are not moved: they stay in ${files.folder}, which every node must see (FILES_DIR), or go to a bucket (FILES_STORE).`]
    : [];
}

/** Moves up, prints what both hold, and says what is to be done next. Throws a sentence when it differs. */
export async function moveUp(config: Config): Promise<void> {
  const moved = await moveToMongo(config, createProgress());
  if (moved === null)
    return console.log(`${config.dataDir} was moved to the database of MONGO_URI before, and has not changed since. Nothing was done.`);
  judge(moved, `${config.dataDir} is untouched. Run the same command again: it begins anew.`);
  const lines = [
    `Everything is in the database of MONGO_URI now, read back and compared; ${config.dataDir} was only read.`,
    'Start every node with MONGO_URI from now on: what is written without it stays in the folder.',
    secretsSentence(config),
    ...filesSentence(config),
  ];
  console.log(lines.join('\n'));
}

/** The same the other way. */
export async function moveDown(config: Config): Promise<void> {
  judge(await moveToSqlite(config, createProgress()), `No database was made in ${config.dataDir}, and MongoDB is untouched.`);
  const lines = [
    `Everything is in ${config.dataDir} now, read back and compared; the database of MONGO_URI was only read.`,
    'Start one server without MONGO_URI and REDIS_URI, with the JWT_SECRET and CREDS_KEY of the nodes.',
    ...filesSentence(config),
  ];
  console.log(lines.join('\n'));
}
