/** A random number in [0, 1). */
export type Random = () => number;

export type Mutation = (bytes: Buffer, random: Random) => Buffer;

const below = (random: Random, most: number): number => Math.floor(random() * Math.max(1, most));
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[below(random, items.length)] as Item;

/** Applies a change to the list of lines, or of events, of a stream. */
const toPieces =
  (separator: string, change: (pieces: string[], random: Random) => string[]): Mutation =>
  (bytes, random) =>
    Buffer.from(change(bytes.toString('latin1').split(separator), random).join(separator), 'latin1');

const drop = (pieces: string[], random: Random): string[] => pieces.toSpliced(below(random, pieces.length), 1 + below(random, 3));
const double = (pieces: string[], random: Random): string[] => {
  const at = below(random, pieces.length);
  return pieces.toSpliced(at, 0, ...pieces.slice(at, at + 1 + below(random, 3)));
};
const swap = (pieces: string[], random: Random): string[] => {
  const [a, b] = [below(random, pieces.length), below(random, pieces.length)];
  return pieces.with(a, pieces[b] ?? '').with(b, pieces[a] ?? '');
};
const shuffle = (pieces: string[], random: Random): string[] =>
  pieces
    .map((piece) => ({ piece, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ piece }) => piece);

const deep = (levels: number): unknown => (levels === 0 ? 'deep' : [deep(levels - 1)]);

/** What may stand where something else was expected. */
const strange = (random: Random): unknown =>
  pick<unknown>(random, [
    null,
    true,
    -1,
    1e308,
    0.5,
    '',
    'x',
    '\u0000',
    '\uD800',
    [],
    {},
    [[]],
    { type: 'error' },
    deep(60),
    'y'.repeat(3_000),
  ]);

function confuse(value: unknown, random: Random, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15 + depth * 0.1) return strange(random);
  const keys = Object.keys(value);
  const key = pick(random, keys);
  if (key === undefined) return strange(random);
  if (Array.isArray(value)) return value.with(Number(key), confuse(value[Number(key)], random, depth + 1));
  const held = value as Readonly<Record<string, unknown>>;
  if (random() < 0.2) return Object.fromEntries(Object.entries(held).filter(([name]) => name !== key));
  return { ...held, [key]: confuse(held[key], random, depth + 1) };
}

/** Puts a value of another kind somewhere into the JSON of one line. */
const confuseLine: Mutation = (bytes, random) => {
  const lines = bytes.toString('utf8').split('\n');
  const holding = [...lines.keys()].filter((index) => /^(?:data: ?)?\{/.test(lines[index] ?? ''));
  const index = pick(random, holding);
  if (index === undefined) return bytes;
  const [, lead = '', json = ''] = /^((?:data: ?)?)(.*)$/.exec((lines[index] ?? '').trimEnd()) ?? [];
  return Buffer.from(lines.with(index, lead + JSON.stringify(confuse(JSON.parse(json), random))).join('\n'));
};

/** The ways in which a stream is spoilt, each at random places. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'bytes flipped': (bytes, random) => {
    const out = Buffer.from(bytes);
    for (let count = 1 + below(random, 8); count > 0; count -= 1) out[below(random, out.length)] = below(random, 256);
    return out;
  },
  'bytes inserted': (bytes, random) => {
    const at = below(random, bytes.length);
    const noise = Buffer.from(Array.from({ length: 1 + below(random, 200) }, () => below(random, 256)));
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  'bytes lost': (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 200))]);
  },
  truncated: (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'begun late': (bytes, random) => bytes.subarray(below(random, bytes.length)),
  'lines dropped': toPieces('\n', drop),
  'lines doubled': toPieces('\n', double),
  'lines swapped': toPieces('\n', swap),
  'events dropped': toPieces('\n\n', drop),
  'events doubled': toPieces('\n\n', double),
  'events shuffled': toPieces('\n\n', shuffle),
  'values of another kind': confuseLine,
  'many values of another kind': (bytes, random) => {
    let out = bytes;
    for (let count = 2 + below(random, 5); count > 0; count -= 1) out = confuseLine(out, random);
    return out;
  },
  'said twice': (bytes) => Buffer.concat([bytes, bytes]),
};
