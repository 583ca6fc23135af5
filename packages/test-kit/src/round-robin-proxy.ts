import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { endToEndHeaders } from './end-to-end-headers.ts';
import { join, keptMs, listen, type HostileProxy } from './hostile-proxy.ts';

/**
 * What stands before several nodes, at its plainest: each request, and each upgrade, goes to the next one, whoever asks. A node that takes
 * no connection is passed over; one that breaks in mid-answer breaks the answer. `targets` is asked anew each time.
 */
export function startRoundRobinProxy(targets: () => readonly string[]): Promise<HostileProxy> {
  let next = 0;
  const inTurn = (): string[] => {
    const urls = targets();
    const first = next % Math.max(1, urls.length);
    next += 1;
    return [...urls.slice(first), ...urls.slice(0, first)];
  };

  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const body = Buffer.concat(chunks);
      const attempt = ([url, ...others]: readonly string[]): void => {
        if (url === undefined) return void response.writeHead(502).end();
        const onward = httpRequest(
          new URL(message.url ?? '/', url),
          { method: message.method, headers: endToEndHeaders(message.rawHeaders), agent: false, setHost: false },
          (answer) => {
            response.writeHead(answer.statusCode ?? 502, endToEndHeaders(answer.rawHeaders));
            response.flushHeaders();
            answer.pipe(response);
            answer.on('error', () => response.destroy());
          },
        );
        onward.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ECONNREFUSED' && !response.headersSent) attempt(others);
          else response.destroy();
        });
        response.on('close', () => onward.destroy());
        onward.end(body);
      };
      attempt(inTurn());
    });
    message.on('error', () => response.destroy());
  });

  server.keepAliveTimeout = keptMs;
  server.on('upgrade', (message, socket, head) => {
    const lines = [`${message.method} ${message.url} HTTP/1.1`];
    for (let index = 0; index < message.rawHeaders.length; index += 2)
      lines.push(`${message.rawHeaders[index]}: ${message.rawHeaders[index + 1]}`);
    const attempt = ([url, ...others]: readonly string[]): void => {
      if (url === undefined) return void socket.destroy();
      const far = connect(Number(new URL(url).port), new URL(url).hostname);
      far.once('connect', () => {
        far.write(`${lines.join('\r\n')}\r\n\r\n`);
        far.write(head);
        join(socket, far);
      });
      far.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') attempt(others);
        else socket.destroy();
      });
    };
    socket.on('error', () => socket.destroy());
    attempt(inTurn());
  });
  return listen(server, () => 0);
}
