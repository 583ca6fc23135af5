import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'undici';
import { WebSocketServer, type WebSocket } from 'ws';

/**
 * The floor: the least a Node process can do between the provider and a reader. It speaks just enough of Parley's protocol for the load, and
 * has no accounts, no commit, no log, no limits. What Parley costs more than this, measured in the same minute, is what its promises cost.
 *
 * `node relay.ts PROVIDER_ORIGIN`; prints its address.
 */
const provider = process.argv[2]!;

interface Following {
  readonly lines: string[];
  reader: { readonly socket: WebSocket; readonly channel: number } | null;
  seq: number;
}
const turns = new Map<string, Following>();
const idle: Client[] = [];

function emit(turn: Following, rest: string): void {
  turn.seq += 1;
  if (turn.reader) turn.reader.socket.send(`[${turn.reader.channel},${turn.seq},${rest}]`);
  else turn.lines.push(`${turn.seq},${rest}`);
}

function relay(turn: Following, prompt: string): void {
  const client = idle.pop() ?? new Client(provider);
  const body = JSON.stringify({ model: 'fake', stream: true, messages: [{ role: 'user', content: prompt }] });
  let tail = '';
  client.dispatch(
    { method: 'POST', path: '/v1/chat/completions', headers: { 'content-type': 'application/json' }, body },
    {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData(_controller, data) {
        const events = (tail + data.toString('latin1')).split('\n\n');
        tail = events.pop()!;
        for (const event of events) {
          if (event === 'data: [DONE]') continue;
          const chunk = JSON.parse(event.slice(6)) as { choices: { delta: { content?: string } }[] };
          const content = chunk.choices[0]!.delta.content;
          if (content) emit(turn, `"text-delta","p1",${JSON.stringify(content)}`);
        }
      },
      onResponseEnd() {
        idle.push(client);
        emit(turn, '{"type":"turn-end","status":"done","stopReason":"end"}');
      },
      onResponseError: () => undefined,
    },
  );
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { turnId, parts } = JSON.parse(Buffer.concat(chunks).toString()) as { turnId: string; parts: { text: string }[] };
    const turn: Following = { lines: [], reader: null, seq: 0 };
    turns.set(turnId, turn);
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': 2 }).end('{}');
    relay(turn, parts[0]!.text);
  });
});

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  let channel = 0;
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { type: string; topics: { topic: string }[] };
    if (frame.type === 'hello') return socket.send('{"type":"welcome"}');
    for (const { topic } of frame.topics ?? []) {
      const turn = turns.get(topic.slice('turn:'.length));
      if (!turn) continue;
      channel += 1;
      turn.reader = { socket, channel };
      socket.send(
        [`{"type":"subscribed","topic":"${topic}","channel":${channel}}`, ...turn.lines.map((line) => `[${channel},${line}]`)].join('\n'),
      );
      turns.delete(topic.slice('turn:'.length));
    }
    return undefined;
  });
});

server.listen(0, '127.0.0.1', () => console.log(`Relay at http://127.0.0.1:${(server.address() as AddressInfo).port}`));
