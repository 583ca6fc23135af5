import type { Egress } from '../../egress/port.ts';
import type { EndpointAccess, ModelEvent, ModelProvider } from '../port.ts';

export interface Played {
  readonly events: ModelEvent[];
  readonly error: unknown;
}

/**
 * Plays bytes to an adapter as one answer with status 200, without a network: for the thousands of broken forms of a recording, each of which
 * differs in a byte. Several buffers come one after the other. What needs a connection is played by `startReplayer`.
 */
export async function playBytes(
  create: (options: { egress: Egress; access: EndpointAccess }) => ModelProvider,
  bytes: Buffer | readonly Buffer[],
): Promise<Played> {
  const egress: Pick<Egress, 'stream'> = {
    stream(_request, { onHead, onData }) {
      onHead(200, { 'content-type': 'text/event-stream' });
      for (const chunk of Buffer.isBuffer(bytes) ? [bytes] : bytes) if (chunk.length > 0) onData(chunk);
      return Promise.resolve();
    },
  };
  const access: EndpointAccess = { baseUrl: 'http://127.0.0.1', key: 'sk-secret-0123456789abcdef', trust: 'operator' };
  const provider = create({ egress: egress as Egress, access });
  const events: ModelEvent[] = [];
  try {
    const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, id: 'p1', text: 'Hi' }] }];
    for await (const event of provider.stream({ model: 'm', messages }, new AbortController().signal)) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}
