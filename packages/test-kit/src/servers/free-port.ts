import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): a server that is started again finds its own free. */
const [lowest, highest] = [12_000, 32_000];

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** Whether nobody listens there. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!isTaken(error)) throw error;
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** Says to the other processes of a test run, for as long as this one lives, that the port is given: its twin in UDP, which nobody uses, is taken. */
async function claim(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  try {
    await once(socket, 'listening');
    return true;
  } catch (error) {
    socket.close();
    // Where UDP is not allowed there is no such word, and ports are chosen by chance alone.
    return !isTaken(error);
  }
}

/**
 * A port that nobody has, that no system gives unasked, and that no other caller is given while this process lives: also not between this answer
 * and the start of the server it is for, or while that server is down between a kill and its next start. `pick` proposes ports.
 */
export async function freePort(pick: () => number = () => randomInt(lowest, highest)): Promise<number> {
  for (;;) {
    const port = pick();
    if ((await claim(port)) && (await isFree(port))) return port;
  }
}
