import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTool, missing } from './find-tool.ts';
import { startServerProcess, type ServerCommand, type ServerProcess } from './server-process.ts';

/** A server that speaks MongoDB's protocol. */
export interface MongoServer extends AsyncDisposable {
  /** Without a database's name. */
  readonly uri: string;
  /** `mongod`: the real one, whose plans and figures count. `stand-in`: speaks the protocol, keeps what it acknowledged, and is slow. */
  readonly kind: 'mongod' | 'stand-in';
  /** To kill, pause and start it again; null when it is somebody else's (`MONGO_TEST_URI`). */
  readonly process: ServerProcess | null;
}

export interface MongoOptions {
  /** What it acknowledged survives `kill -9`. Slower, so only where that is tested. */
  readonly durable?: boolean;
  /** Not a member of a replica set. */
  readonly standalone?: boolean;
}

const standIn = 'secantus/bin/secantusd-py';

/**
 * A MongoDB for tests: the one of `MONGO_TEST_URI`, else a `mongod` on the PATH, else the stand-in of the tools' folder. Null, after
 * a visible line, when there is none.
 */
export async function startMongo(options: MongoOptions = {}): Promise<MongoServer | null> {
  const given = process.env['MONGO_TEST_URI'];
  if (given !== undefined && given !== '' && options.durable !== true && options.standalone !== true)
    return { uri: given, kind: 'mongod', process: null, [Symbol.asyncDispose]: async () => undefined };
  const mongod = findTool('mongod', 'mongod');
  if (mongod !== null) return startMongod(mongod, options);
  const found = findTool('secantusd-py', standIn);
  return found === null
    ? missing('MongoDB', 'set MONGO_TEST_URI, install mongod, or run scripts/tools/install-secantus.sh')
    : startStandIn(found, options);
}

const words = (line: string): string[] => line.split(' ');

async function inFolder(make: (folder: string) => ServerCommand): Promise<{ server: ServerProcess; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-mongo-'));
  const server = await startServerProcess(make(folder));
  const dispose = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { server, dispose };
}

async function startStandIn(command: string, { durable = false, standalone = false }: MongoOptions): Promise<MongoServer> {
  const { server, dispose } = await inFolder((folder) => ({
    name: 'the MongoDB stand-in',
    command,
    args: (port) => [
      ...words(`--host 127.0.0.1 --port ${port} --log-level ERROR --cache-size 256M --storage-path`),
      folder,
      ...(durable ? ['--sync-on-commit'] : []),
      ...(standalone ? ['--standalone'] : []),
    ],
  }));
  const uri = `mongodb://127.0.0.1:${server.port}/${standalone ? '?directConnection=true' : '?replicaSet=secantus'}`;
  return { uri, kind: 'stand-in', process: server, [Symbol.asyncDispose]: dispose };
}

async function startMongod(command: string, { standalone = false }: MongoOptions): Promise<MongoServer> {
  const { server, dispose } = await inFolder((folder) => ({
    name: 'mongod',
    command,
    args: (port) => [...words(`--bind_ip 127.0.0.1 --port ${port} --quiet --dbpath`), folder, ...(standalone ? [] : ['--replSet', 'rs0'])],
  }));
  const direct = `mongodb://127.0.0.1:${server.port}/?directConnection=true`;
  if (!standalone) await beginReplicaSet(direct, server.port);
  const uri = standalone ? direct : `mongodb://127.0.0.1:${server.port}/?replicaSet=rs0`;
  return { uri, kind: 'mongod', process: server, [Symbol.asyncDispose]: dispose };
}

async function beginReplicaSet(uri: string, port: number): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const client = await MongoClient.connect(uri);
  try {
    const admin = client.db('admin');
    await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
    for (let primary = false; !primary;) {
      primary = (await admin.command({ hello: 1 }))['isWritablePrimary'] === true;
      if (!primary) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await client.close();
  }
}
