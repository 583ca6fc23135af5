import type { ServerResponse } from 'node:http';
import { RequestError, type HelloFrame } from '@parley/contracts';
import type { Admission } from './admission.ts';
import type { ConnectionContext } from './connection.ts';
import { createStreamTransport } from './stream-transport.ts';

/**
 * Answers a hello with an event stream. Throws the `RequestError` of a refusal while an ordinary error answer is still
 * possible; resolves when the stream is open.
 */
export async function acceptStream(
  { options }: ConnectionContext,
  admission: Admission,
  hello: HelloFrame,
  response: ServerResponse,
): Promise<void> {
  const isGone = (): boolean => response.destroyed || response.writableEnded;
  const transport = createStreamTransport(response);
  const connection = await admission.admit(hello, transport, isGone);
  if (connection === null) return;
  response.once('close', () => admission.leave(connection));
  try {
    await connection.subscribe(hello.topics);
  } catch (error) {
    // The stream is open: all that can be said is said inside it.
    if (!(error instanceof RequestError)) options.logger.error({ err: error }, 'The topics of a stream could not be followed.');
    connection.close(error instanceof RequestError ? error.code : 'server.internal');
  }
}
