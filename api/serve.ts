import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { readConfig, type Config } from './config/config.ts';
import { createContext, type Context } from './context.ts';
import { createControlCommands } from './control/create-control-commands.ts';
import { serveControl, type Control } from './control/serve-control.ts';
import { backUpServed } from './data-folder.ts';
import { explainStart } from './explain-start.ts';
import { followConfigFile } from './follow-config-file.ts';
import { createLogger } from './logger.ts';

/** The repository's folder, from the sources and from `dist/` alike. */
export const root = path.resolve(import.meta.dirname, import.meta.dirname.endsWith('dist') ? '../..' : '..');

/** The version that `welcome`, `/api/config` and the command line say. */
export const readBuild = (): string => (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Where others can come, whoever is first must not become administrator: the code of the start line proves that they may. Nodes that share a
 * secret have the same one, whichever of them is asked.
 */
function firstCodeFor({ localOnly, secrets, stores }: Config): string | null {
  if (localOnly) return null;
  if (stores.mongo === null || secrets.jwt === null) return randomBytes(9).toString('base64url');
  return createHmac('sha256', secrets.jwt).update('the first registration').digest('base64url').slice(0, 12);
}

const shownHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host);

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Metrics on a port of their own, which no proxy reaches. */
async function serveMetrics({ metrics, config, logger }: Context): Promise<void> {
  const { host, port } = config.telemetry.metrics;
  if (metrics === null || port === null) return;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') return response.writeHead(404).end();
    metrics(request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'the metrics cannot be read');
      response.destroy();
    });
  });
  await listen(server, { host, port });
  server.unref();
}

async function startLine(context: Context, port: number, firstCode: string | null): Promise<string> {
  const { config, storage, services } = context;
  const url = config.domain ?? `http://${shownHost(config.host)}:${port}`;
  const { first, codeNeeded } = await services.accounts.registration();
  const usable = config.endpoints.filter((endpoint) => endpoint.key !== null || !endpoint.keyNeeded);
  const models =
    usable.length === 0 ? 'no models yet (people can enter keys of their own)' : `models from ${usable.map(({ name }) => name).join(', ')}`;
  const account = codeNeeded
    ? `no account yet: the first one needs the code ${firstCode}`
    : first
      ? 'no account yet: the first one becomes the administrator'
      : 'accounts exist';
  return `Parley is ready at ${url} · ${storage.description} · ${models} · ${account}`;
}

/** Stops in order: refuse what is new, let answers finish, close connections, close the stores. A second signal ends it at once. */
function stopOnSignals(context: Context, server: Server, control: Control | null): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    const { logger, config, services } = context;
    logger.info({ signal, running: services.chat.stats().running }, 'stopping');
    context.startDraining();
    server.close();
    await control?.close();
    await services.chat.drain(config.drainMs);
    await context[Symbol.asyncDispose]();
    server.closeAllConnections();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        context.logger.error({ error: String(error) }, 'stopping failed');
        process.exit(1);
      });
    });
  }
}

async function start(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  for (const warning of config.warnings) logger.warn({}, warning);
  const firstCode = firstCodeFor(config);
  const context = await createContext({ config, logger, build: readBuild(), clientDir: path.join(root, 'client/dist'), firstCode });
  await context.begin();

  const server = createServer(context.app);
  server.on('upgrade', (request, socket, head) => context.gateway.handleUpgrade(request, socket, head));
  server.keepAliveTimeout = 65_000;
  const port = await listen(server, config);
  await serveMetrics(context);

  const version = readBuild();
  const commands = createControlCommands({ context, version, backUp: (of, options) => backUpServed(of, { ...options, version }) });
  const control = await serveControl({ dataDir: config.dataDir, commands, logger });
  stopOnSignals(context, server, control);
  followConfigFile(context, readConfig);
  process.stdout.write(`${await startLine(context, port, firstCode)}\n`);
  context.warm().catch((error: unknown) => logger.error({ err: error }, 'the HTTP client cannot be loaded'));
  void context.services.endpoints.discover();
}

/** Starts the server. What cannot be right ends the process with one sentence and code 1; old data is untouched. */
export async function serve(): Promise<void> {
  let dataDir = '';
  try {
    const config = readConfig();
    ({ dataDir } = config);
    await start(config);
  } catch (error) {
    // What an operator can mend is a sentence; anything else is a defect and comes with its place.
    console.error('Parley cannot start:', explainStart(error, dataDir) ?? error);
    process.exit(1);
  }
}
