import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Logger } from '../logger.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';
import { controlFile, controlRequestSchema, type ControlCommands, type ControlReply, type ControlRequest } from './control-command.ts';

export interface Control {
  /** Gives up what is being done, closes all connections and removes the file. */
  close(): Promise<void>;
}

export interface ControlOptions {
  readonly dataDir: string;
  readonly commands: ControlCommands;
  readonly logger: Logger;
}

const longestRequest = 65_536;
const askWithin = 10_000;
const mostConnections = 16;
/** How long what was given up may take to end. */
const answerWithin = 1_000;

function answers(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(file);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function listen(server: Server, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
}

/** The first line; null when the other side says nothing sensible in time. */
function readLine(socket: Socket, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    const timer = setTimeout(() => resolve(null), askWithin).unref();
    signal.addEventListener('abort', () => resolve(null), { once: true });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(null);
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const end = said.indexOf('\n');
      if (end >= 0) resolve(said.slice(0, end));
      else if (said.length > longestRequest) resolve(null);
    });
  });
}

function parseRequest(line: string): ControlRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new OperatorError('The request is not JSON.');
  }
  const parsed = controlRequestSchema.safeParse(value);
  if (!parsed.success) throw new OperatorError('This server does not know that command. Is the command line of the same version?');
  return parsed.data;
}

function carryOut(commands: ControlCommands, request: ControlRequest, signal: AbortSignal): Promise<unknown> {
  const command = commands[request.command] as (request: ControlRequest, signal: AbortSignal) => Promise<unknown>;
  return command(request, signal);
}

async function reply({ commands, logger }: ControlOptions, line: string, signal: AbortSignal): Promise<ControlReply> {
  try {
    return { result: await carryOut(commands, parseRequest(line), signal) };
  } catch (error) {
    if (error instanceof OperatorError) return { error: error.message };
    logger.error({ err: error }, 'A command of the command line failed.');
    return { error: 'The server could not do it; its log says why.' };
  }
}

/**
 * Listens on `control.sock` in the data folder, for whoever may read the folder. A file that a killed server left is replaced. Null,
 * with a warning, where such a file cannot be: the server runs all the same.
 */
export async function serveControl(options: ControlOptions): Promise<Control | null> {
  const { dataDir, logger } = options;
  const file = controlFile(dataDir);
  const stop = new AbortController();
  const open = new Set<Socket>();
  const working = new Set<Promise<void>>();

  async function serve(socket: Socket, signal: AbortSignal): Promise<void> {
    const line = await readLine(socket, signal);
    if (line === null) return void socket.destroy();
    socket.end(`${JSON.stringify(await reply(options, line, signal))}\n`);
  }

  const server = createServer((socket) => {
    open.add(socket);
    const gone = new AbortController();
    socket.once('close', () => {
      open.delete(socket);
      gone.abort(new OperatorError('Nobody waits for it any more.'));
    });
    socket.on('error', () => socket.destroy());
    const work = serve(socket, AbortSignal.any([stop.signal, gone.signal])).finally(() => working.delete(work));
    working.add(work);
  });
  server.maxConnections = mostConnections;

  try {
    if (await answers(file)) throw new Error('another process answers there');
    rmSync(file, { force: true });
    await listen(server, file);
    chmodSync(file, 0o600);
  } catch (error) {
    server.close();
    logger.warn({ reason: String(error) }, 'The command line cannot reach this server: control.sock cannot be used.');
    return null;
  }
  server.unref();
  server.on('error', (error) => logger.warn({ err: error }, 'A connection of the command line failed.'));

  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      stop.abort(new OperatorError('The server is stopping.'));
      // Whoever waits for what was given up is told; whoever has not asked yet is not waited for.
      await Promise.race([Promise.allSettled(working), new Promise((resolve) => setTimeout(resolve, answerWithin))]);
      for (const socket of open) socket.destroy();
      await closed;
      rmSync(file, { force: true });
    },
  };
}
