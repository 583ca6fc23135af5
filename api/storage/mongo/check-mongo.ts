import { isDeepStrictEqual } from 'node:util';
import { MongoClient, MongoServerError, type Db, type Document, type IndexDescription } from 'mongodb';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';
import { collectionsOf, indexes } from './collections.ts';
import { databaseOf } from './database-of.ts';
import { newest } from './migrations/migrations.ts';
import { schemaVersion } from './migrations/schema.ts';

export interface MongoToCheck {
  readonly uri: string;
  /** Overrides what the address says: for tests. */
  readonly database?: string;
  readonly now?: () => number;
}

/** Milliseconds to look for a server, and for most members to say that they have a write. */
const patience = 4_000;
/** The oldest version whose transactions and updates by pipeline are all that is asked for. */
const oldest = [4, 4] as const;
/** Seconds of difference between clocks. */
const worthSaying = 5;
const harmful = 60;

const fail = (said: string, advice: string): Finding => ({ level: 'fail', said, advice });

/** An address as it may be shown, and words of others without the password that it holds. */
function speakable(uri: string): { readonly hosts: string; clean(text: string): string } {
  const [, , userInfo = '', hosts = 'MONGO_URI'] = /^([^/]+:\/\/)(?:([^@/]*)@)?([^/?]*)/.exec(uri) ?? [];
  const password = userInfo.slice(userInfo.indexOf(':') + 1);
  const secrets = userInfo.includes(':') && password !== '' ? [password, decoded(password)] : [];
  return { hosts, clean: (text) => secrets.reduce((said, secret) => said.replaceAll(secret, '…'), text.replaceAll(uri, hosts)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not encoded: it stands for itself.
    return text;
  }
}

function version({ version: found }: Document): Finding {
  const [major = 0, minor = 0] = String(found).split('.').map(Number);
  const old = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  if (old) return fail(`The server is MongoDB ${found}, which is too old.`, `Update it to ${oldest.join('.')} or later.`);
  return { level: 'ok', said: `The server answers and is MongoDB ${found}.` };
}

async function members(db: Db, hello: Document): Promise<Finding> {
  const name = String(hello['setName']);
  let status: Document;
  try {
    status = await db.admin().command({ replSetGetStatus: 1 });
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    const known = Array.isArray(hello['hosts']) ? hello['hosts'].length : 0;
    return { level: 'ok', said: `The replica set ${name} names ${known} of its members; how they are is not told to this user.` };
  }
  const all = (status['members'] ?? []) as readonly { name: string; health: number; stateStr: string }[];
  const up = all.filter(({ health, stateStr }) => health === 1 && ['PRIMARY', 'SECONDARY', 'ARBITER'].includes(stateStr));
  const said = `Of the ${all.length} members of the replica set ${name} ${up.length} are up`;
  if (up.length === all.length) return { level: 'ok', said: `${said}.` };
  const down = all.filter((member) => !up.includes(member)).map((member) => `${member.name} (${member.stateStr})`);
  const advice = `See to ${down.join(', ')}.`;
  return up.length * 2 > all.length ? { level: 'warn', said: `${said}.`, advice } : fail(`${said}, which is no majority.`, advice);
}

/** Matches nothing and changes nothing, and still waits until most members have all before it in their journals. */
async function journaled(db: Db): Promise<Finding> {
  const nothing = { _id: 'nothing' as unknown as 'schema' };
  const writeConcern = { w: 'majority', journal: true, wtimeoutMS: patience } as const;
  try {
    await db.collection<{ _id: 'schema'; version?: number }>('schema').updateOne(nothing, { $unset: { version: 1 } }, { writeConcern });
    return { level: 'ok', said: 'Most members keep writes in their journals.' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(`Writes are not confirmed by most members' journals: ${reason}`, 'See that a majority is up and keeps a journal.');
  }
}

function clock(hello: Document, before: number, after: number): Finding[] {
  const theirs: unknown = hello['localTime'];
  if (!(theirs instanceof Date)) return [];
  const seconds = ((before + after) / 2 - theirs.getTime()) / 1_000;
  const size = Math.abs(seconds);
  if (size < worthSaying) return [{ level: 'ok', said: 'The clock agrees with that of the server.' }];
  const said = `The clock is ${Math.round(size)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of the server.`;
  return [{ level: size < harmful ? 'warn' : 'fail', said, advice: 'Let both machines set their clocks (NTP, chrony).' }];
}

async function layout(db: Db): Promise<Finding[]> {
  const [found, known] = [await schemaVersion(db), newest()];
  if (found === 0) return [{ level: 'warn', said: `The database ${db.databaseName} holds nothing yet; the first start prepares it.` }];
  if (found < known) return [{ level: 'warn', said: `The schema is version ${found}; the next start brings it to ${known}.` }];
  if (found > known)
    return [
      fail(
        `The schema is version ${found} and was written by a newer Parley; this one knows ${known}.`,
        'Install the newer version again, or restore a backup from before it.',
      ),
    ];
  return [
    { level: 'ok', said: `The schema is version ${found}, as this Parley wants it.` },
    ...(await lookAtIndexes(db)),
    await journaled(db),
  ];
}

/** What makes an index what it is. */
const essence = ({ key, unique = false, partialFilterExpression = null, hidden = false }: Document): Document => ({
  key: Object.entries(key instanceof Map ? Object.fromEntries(key) : (key as object)).map(([field, way]) => [field, Number(way)]),
  unique,
  partial: JSON.stringify(partialFilterExpression),
  hidden,
});

async function lookAtIndexes(db: Db): Promise<Finding[]> {
  const collections = collectionsOf(db);
  const wrong: Finding[] = [];
  for (const [name, wanted] of Object.entries(indexes)) {
    const { collectionName } = collections[name as keyof typeof indexes];
    const found = await indexesOf(db, collectionName);
    for (const index of wanted) {
      const there = found.find((each) => each['name'] === index.name);
      if (there !== undefined && isDeepStrictEqual(essence(there), essence(index))) continue;
      wrong.push(mend(collectionName, index, there === undefined ? 'is missing' : 'is not what it should be'));
    }
  }
  return wrong.length > 0 ? wrong : [{ level: 'ok', said: 'Every index is there.' }];
}

const namespaceNotFound = 26;

async function indexesOf(db: Db, collectionName: string): Promise<Document[]> {
  try {
    return await db.collection(collectionName).listIndexes().toArray();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return [];
    throw error;
  }
}

function mend(collectionName: string, { key, ...options }: IndexDescription, how: string): Finding {
  const remake = `db.${collectionName}.createIndex(${JSON.stringify(key)}, ${JSON.stringify(options)})`;
  const drop = how === 'is missing' ? '' : `db.${collectionName}.dropIndex(${JSON.stringify(options.name)}); `;
  return fail(`The index ${options.name} of ${collectionName} ${how}.`, `In mongosh: ${drop}${remake}`);
}

async function look({ uri, database, now = Date.now }: MongoToCheck): Promise<Finding[]> {
  const { hosts, clean } = speakable(uri);
  let client: MongoClient | null = null;
  try {
    client = new MongoClient(uri, { appName: 'parley doctor', serverSelectionTimeoutMS: patience, connectTimeoutMS: patience });
    const db = databaseOf(client, { uri, database });
    const before = now();
    const hello = await db.admin().command({ hello: 1 });
    const time = clock(hello, before, now());
    const found = [version(await db.admin().command({ buildInfo: 1 }))];
    if (typeof hello['setName'] !== 'string')
      return [...found, fail(`${hosts} is not a replica set.`, 'Start mongod with --replSet and run rs.initiate(): transactions need it.')];
    return [...found, await members(db, hello), ...time, ...(await layout(db))].map((finding) => ({
      ...finding,
      said: clean(finding.said),
    }));
  } catch (error) {
    const reason = clean(error instanceof Error ? error.message : String(error));
    return [fail(`MongoDB at ${hosts} cannot be used: ${reason}`, 'See MONGO_URI, and whether its servers run and let this machine in.')];
  } finally {
    await client?.close();
  }
}

/** Looks at the MongoDB that keeps the record. Changes nothing, says no password, and ends within seconds when nobody answers. */
export const checkMongo = (mongo: MongoToCheck): DoctorCheck => ({ name: 'mongodb', run: () => look(mongo) });
