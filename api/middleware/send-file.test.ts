import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import express from 'express';
import { expect, test } from 'vitest';
import { sendFile } from './send-file.ts';

test('a file whose reader went away while it was opened is closed, and that is nobody’s failure', async () => {
  const stream = Readable.from(['never read']);
  const opening = Promise.withResolvers<void>();
  const sent = Promise.withResolvers<void>();
  const app = express();
  app.get('/', (request, response) => {
    const gone = once(response, 'close');
    const open = async (): Promise<Readable> => {
      opening.resolve();
      await gone;
      return stream;
    };
    const file = { name: 'a.txt', mediaType: 'text/plain', size: 10, etag: 'a', shown: false, open };
    sent.resolve(sendFile(request, response, file));
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reader = ask({ port: (server.address() as AddressInfo).port }).end();
  reader.on('error', () => undefined);
  await opening.promise;
  reader.destroy();
  await sent.promise;
  expect(stream.destroyed).toBe(true);
  server.close();
});
