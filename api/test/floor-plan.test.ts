import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * Holds every import against the table of docs/architecture.md. A room that is not in the table fails, so that a new folder
 * begins with a decision.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

interface Room {
  /** Folder prefixes; the longest that fits names a file's room. */
  readonly at: string;
  /** Room prefixes that may be imported at run time. Its own folder always may. */
  readonly may: readonly string[];
  /** npm packages: `any`, or these alone. Node's own modules count as `node:*` (or one of them by name). */
  readonly npm: readonly string[];
}

const kit = ['packages/contracts', 'packages/chat-core'];
const adapter = (at: string, port: string, npm: readonly string[]): Room => ({ at, may: [...kit, port], npm: ['node:*', ...npm] });

const rooms: readonly Room[] = [
  { at: 'packages/contracts', may: [], npm: ['zod'] },
  { at: 'packages/chat-core', may: ['packages/contracts'], npm: [] },
  { at: 'packages/test-kit', may: kit, npm: ['node:*', 'ws', 'mongodb'] },

  { at: 'api/config', may: kit, npm: ['node:*', 'yaml', 'zod'] },
  {
    at: 'api/routes',
    may: [...kit, 'api/middleware', 'api/services', 'api/policies', 'api/presenters'],
    npm: ['express', 'zod-openapi', 'zod', 'node:*'],
  },
  { at: 'api/sockets', may: [...kit, 'api/middleware', 'api/services', 'api/policies', 'api/presenters'], npm: ['ws', 'node:*'] },
  { at: 'api/middleware', may: [...kit, 'api/policies'], npm: ['express', 'zod', 'node:*'] },
  { at: 'api/policies', may: kit, npm: [] },
  { at: 'api/presenters', may: kit, npm: [] },
  {
    at: 'api/services',
    may: [
      ...kit,
      'api/policies',
      'api/presenters',
      'api/providers/port.ts',
      'api/realtime/ports.ts',
      'api/storage/ports',
      'api/telemetry/port.ts',
    ],
    npm: ['node:*', 'zod-openapi', 'zod', 'file-type'],
  },
  // Counts tokens; the one room with a tokenizer.
  {
    at: 'api/services/context/count',
    may: [...kit, 'api/providers/port.ts', 'api/storage/ports'],
    npm: ['node:*', 'gpt-tokenizer'],
  },
  { at: 'api/strategies', may: kit, npm: ['jose', '@node-rs/argon2', 'node:*'] },
  adapter('api/storage/ports', 'api/storage/ports', []),
  // What every store must do alike: how a title is folded, what two spellings of an address have in common.
  { at: 'api/storage/kit', may: [...kit, 'api/storage/ports'], npm: ['node:*'] },
  { at: 'api/storage/sqlite', may: [...kit, 'api/storage/ports', 'api/storage/kit'], npm: ['better-sqlite3', 'node:*'] },
  { at: 'api/storage/mongo', may: [...kit, 'api/storage/ports', 'api/storage/kit'], npm: ['mongodb', 'node:*'] },
  // Moves a household from one store to the other, and so knows how both keep it.
  {
    at: 'api/storage/transfer',
    may: [...kit, 'api/storage/ports', 'api/storage/kit', 'api/storage/sqlite', 'api/storage/mongo'],
    npm: ['mongodb', 'node:*'],
  },
  { at: 'api/storage/folder', may: [...kit, 'api/storage/ports', 'api/storage/kit'], npm: ['node:*'] },
  {
    at: 'api/storage/s3',
    may: [...kit, 'api/storage/ports', 'api/storage/kit'],
    npm: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', '@aws-sdk/s3-request-presigner', 'node:*'],
  },
  { at: 'api/providers/port.ts', may: kit, npm: [] },
  { at: 'api/providers/registry.ts', may: [...kit, 'api/providers/port.ts'], npm: [] },
  adapter('api/providers/kit', 'api/providers/port.ts', []),
  { at: 'api/providers/openai-chat', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['node:*'] },
  // The same vendor's other format: its errors and its list of models are those of Chat Completions.
  {
    at: 'api/providers/openai-responses',
    may: [
      ...kit,
      'api/providers/port.ts',
      'api/providers/kit',
      'api/providers/openai-chat/list-openai-models.ts',
      'api/providers/openai-chat/map-openai-error.ts',
    ],
    npm: ['node:*'],
  },
  { at: 'api/providers/anthropic-messages', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['node:*'] },
  { at: 'api/providers/google-gemini', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['node:*'] },
  // Tokens of service accounts, handed to whoever speaks with Google Cloud.
  { at: 'api/providers/google-auth', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['jose', 'node:*'] },
  { at: 'api/providers/ollama', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['node:*'] },
  { at: 'api/providers/cohere', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['node:*'] },
  // Signs for AWS, and asks AWS's own chain who signs.
  {
    at: 'api/providers/bedrock-converse',
    may: [...kit, 'api/providers/port.ts', 'api/providers/kit'],
    npm: ['@smithy/signature-v4', '@smithy/types', '@aws-sdk/credential-provider-node', 'node:*'],
  },
  { at: 'api/providers/demo', may: [...kit, 'api/providers/port.ts', 'api/providers/kit'], npm: ['node:*'] },
  adapter('api/realtime/ports.ts', 'api/realtime/ports.ts', []),
  // The memory tail of a log and its readers, shared by the adapters that keep one.
  { at: 'api/realtime/tail', may: [...kit, 'api/realtime/ports.ts'], npm: [] },
  // What caches and limits do alike when the store that nodes share is lost.
  { at: 'api/realtime/kit', may: [...kit, 'api/realtime/ports.ts'], npm: ['node:*'] },
  { at: 'api/realtime/memory', may: [...kit, 'api/realtime/ports.ts', 'api/realtime/tail'], npm: ['rate-limiter-flexible', 'node:*'] },
  { at: 'api/realtime/journal', may: [...kit, 'api/realtime/ports.ts', 'api/realtime/tail'], npm: ['better-sqlite3', 'node:*'] },
  {
    at: 'api/realtime/redis',
    may: [...kit, 'api/realtime/ports.ts', 'api/realtime/tail', 'api/realtime/kit'],
    npm: ['redis', 'node:*'],
  },
  { at: 'api/realtime/mongo', may: [...kit, 'api/realtime/ports.ts', 'api/realtime/kit'], npm: ['mongodb', 'node:*'] },
  { at: 'api/telemetry/port.ts', may: [], npm: [] },
  // Metrics and traces: services see the port, what collects them is wired in the assembly.
  {
    at: 'api/telemetry',
    may: kit,
    npm: [
      'prom-client',
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
      'node:*',
    ],
  },
  adapter('api/egress', 'api/egress/port.ts', ['undici', 'ipaddr.js']),
  { at: 'api/logger.ts', may: [], npm: ['pino', 'node:*'] },
  { at: 'api/context.ts', may: ['api', ...kit], npm: ['node:*'] },
  {
    at: 'api/app.ts',
    may: ['api/config', 'api/routes', 'api/sockets', 'api/middleware', 'api/policies', 'api/services', ...kit],
    npm: ['express', 'compression', 'node:*'],
  },
  // The assembly for looking at an installation while its server runs.
  { at: 'api/doctor.ts', may: ['api', ...kit], npm: [] },
  // The half of the assembly line that the configuration chooses.
  {
    at: 'api/open-stores.ts',
    may: ['api/open-blobs.ts', 'api/config', 'api/realtime', 'api/storage', 'api/logger.ts', ...kit],
    npm: ['node:*'],
  },
  // What keeps the bytes of files, as the configuration chooses it.
  { at: 'api/open-blobs.ts', may: ['api/config', 'api/storage', ...kit], npm: ['node:*'] },
  { at: 'api/main.ts', may: ['api/serve.ts'], npm: ['node:*'] },
  // The assembly for a data folder as a whole, while no server has it.
  { at: 'api/data-folder.ts', may: ['api/config', 'api/storage/sqlite', 'api/storage/kit'], npm: [] },
  // The assembly for changing what a household is kept in.
  { at: 'api/migrate.ts', may: ['api/config', 'api/storage/sqlite', 'api/storage/transfer', 'api/storage/kit'], npm: ['node:*'] },
  // The last sentence of a start that failed.
  { at: 'api/explain-start.ts', may: ['api/storage/kit'], npm: [] },
  // Puts a changed configuration file in force.
  { at: 'api/follow-config-file.ts', may: ['api/context.ts', 'api/config'], npm: [] },
  // A server's ear for its own command line, on its own machine.
  { at: 'api/control', may: ['api/storage/kit', ...kit], npm: ['zod', 'node:*'] },
  {
    at: 'api/serve.ts',
    may: [
      'api/context.ts',
      'api/data-folder.ts',
      'api/control',
      'api/config',
      'api/explain-start.ts',
      'api/follow-config-file.ts',
      'api/logger.ts',
      ...kit,
    ],
    npm: ['node:*'],
  },
  {
    at: 'api/cli',
    may: [
      'api/context.ts',
      'api/data-folder.ts',
      'api/doctor.ts',
      'api/migrate.ts',
      'api/control',
      'api/config',
      'api/serve.ts',
      'api/explain-start.ts',
      'api/logger.ts',
      'api/storage/kit',
      ...kit,
    ],
    npm: ['commander', 'node:*'],
  },

  { at: 'client/src/main.tsx', may: ['client/src', ...kit], npm: ['any'] },
  { at: 'client/src/app', may: ['client/src', ...kit], npm: ['any'] },
  { at: 'client/src/routes', may: ['client/src', ...kit], npm: ['any'] },
  { at: 'client/src/theme', may: [], npm: ['any'] },
  { at: 'client/src/localization', may: ['packages/contracts'], npm: ['any'] },
  { at: 'client/src/components/ui', may: ['client/src/lib', 'client/src/hooks', 'client/src/localization', ...kit], npm: ['any'] },
  { at: 'client/src/hooks', may: ['client/src/lib', 'client/src/stores', 'client/src/localization', ...kit], npm: ['any'] },
  { at: 'client/src/lib', may: ['client/src/stores', 'client/src/localization', ...kit], npm: ['any'] },
  { at: 'client/src/stores', may: ['client/src/lib', 'client/src/localization', ...kit], npm: ['any'] },
  { at: 'client/sandbox', may: [], npm: ['any'] },
];

/** A feature folder of the client sees the shared rooms (Markdown is one of them), never another feature. */
const feature = (file: string): Room | undefined => {
  const at = /^client\/src\/components\/[a-z-]+/.exec(file)?.[0];
  if (at === undefined) return undefined;
  const shared = ['components/ui', 'components/markdown', 'hooks', 'lib', 'stores', 'localization', 'theme'].map(
    (room) => `client/src/${room}`,
  );
  return { at, may: [...shared, ...kit], npm: ['any'] };
};

/** Places that may import anything: tests and what only tests use. */
const isTestPlace = (file: string): boolean => /(\.test\.tsx?$|\/contract\/|\/__fixtures__\/|^api\/test\/)/.test(file);

const inRoom = (file: string, at: string): boolean => file === at || file.startsWith(`${at}/`);

const roomOf = (file: string): Room | undefined =>
  rooms.filter((room) => inRoom(file, room.at)).sort((a, b) => b.at.length - a.at.length)[0] ?? feature(file);

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

function importsOf(source: string): Import[] {
  const found: Import[] = [];
  for (const match of source.matchAll(statement)) found.push({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined });
  for (const match of source.matchAll(dynamic)) found.push({ specifier: match[1] ?? '', typeOnly: false });
  return found;
}

const builtins = new Set(builtinModules);
const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function sourceFiles(): string[] {
  return ['packages', 'api', 'client'].flatMap((place) =>
    readdirSync(path.join(root, place), { recursive: true, encoding: 'utf8' })
      .map((name) => `${place}/${name}`.replaceAll('\\', '/'))
      .filter(
        (name) =>
          /\.(ts|tsx)$/.test(name) && !/\/(node_modules|dist|vite[^/]*)(\/|$)/.test(name) && !/vite\.config\.ts$|\.d\.ts$/.test(name),
      ),
  );
}

function complaint(file: string, room: Room, { specifier, typeOnly }: Import): string | undefined {
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')));
    if (inRoom(target, room.at)) return undefined;
    // Type-only imports are free in the server (ports and rows travel as types) and stay inside the client's floor.
    if (typeOnly && file.startsWith('api/') && target.startsWith('api/')) return undefined;
    return room.may.some((place) => inRoom(target, place)) ? undefined : `${file} may not import ${target}`;
  }
  if (specifier.startsWith('@parley/')) {
    const target = `packages/${specifier.slice('@parley/'.length).split('/')[0]}`;
    return room.may.includes(target) || typeOnly ? undefined : `${file} may not import ${specifier}`;
  }
  if (room.npm.includes('any') || typeOnly) return undefined;
  const isNode = specifier.startsWith('node:') || builtins.has(specifier);
  if (isNode) return room.npm.some((name) => name === 'node:*' || name === specifier) ? undefined : `${file} may not import ${specifier}`;
  return room.npm.includes(packageName(specifier)) ? undefined : `${file} may not import ${specifier}`;
}

test('every import follows the floor plan', () => {
  const complaints: string[] = [];
  for (const file of sourceFiles()) {
    if (isTestPlace(file)) continue;
    const room = roomOf(file);
    if (!room) {
      complaints.push(`${file} is in no room`);
      continue;
    }
    for (const found of importsOf(readFileSync(path.join(root, file), 'utf8'))) {
      const problem = complaint(file, room, found);
      if (problem !== undefined) complaints.push(problem);
    }
  }
  expect(complaints).toEqual([]);
});

test('a forbidden import is noticed', () => {
  const forbidden: readonly (readonly [file: string, source: string])[] = [
    ['api/services/chat/x.ts', "import { a } from '../../storage/sqlite/a.ts';"],
    ['api/services/chat/x.ts', "import express from 'express';"],
    ['api/policies/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['api/routes/turns/x.ts', "import { createSqliteStorage } from '../../storage/sqlite/create-sqlite-storage.ts';"],
    ['client/src/components/chat/x.tsx', "import { Sidebar } from '../sidebar/Sidebar.tsx';"],
    ['client/src/lib/x.ts', "const page = await import('../routes/chat/ChatPage.tsx');"],
    ['packages/chat-core/src/x.ts', "import { z } from 'zod';"],
  ];
  for (const [file, source] of forbidden) {
    const room = roomOf(file);
    expect(room, file).toBeDefined();
    expect(
      importsOf(source).map((found) => complaint(file, room!, found)),
      file,
    ).not.toContain(undefined);
  }
  expect(roomOf('api/attic/x.ts')).toBeUndefined();
});

/** Ways to the network, and the environment, that have one door each. */
const doors: readonly { readonly pattern: RegExp; readonly only: RegExp; readonly what: string }[] = [
  { pattern: /process\.env\b/, only: /^api\/config\//, what: 'reads process.env' },
  {
    pattern: /(?<![.\w])fetch\(|\bhttps?\.request\(|from 'undici'|from 'node:(?:http2|https|net|tls)'/,
    only: /^api\/(egress|control|main\.ts)/,
    what: 'opens a way to the network',
  },
];

test('the network and the environment have one door each', () => {
  const complaints: string[] = [];
  for (const file of sourceFiles()) {
    if (isTestPlace(file) || !file.startsWith('api/')) continue;
    const source = readFileSync(path.join(root, file), 'utf8').replace(/^\s*(\*|\/\/|\/\*|import type ).*$/gm, '');
    for (const door of doors) if (door.pattern.test(source) && !door.only.test(file)) complaints.push(`${file} ${door.what}`);
  }
  expect(complaints).toEqual([]);
});

test('no file of the server imports itself in a circle at run time', () => {
  const files = sourceFiles().filter((file) => file.startsWith('api/') && !isTestPlace(file));
  const edges = new Map(
    files.map((file) => [
      file,
      importsOf(readFileSync(path.join(root, file), 'utf8'))
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file].join(' → ');
    if (done.has(file)) return undefined;
    for (const next of edges.get(file) ?? []) {
      const circle = visit(next, [...trail, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  expect(files.map((file) => visit(file, [])).filter((circle) => circle !== undefined)).toEqual([]);
});
