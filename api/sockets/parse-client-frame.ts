import { RequestError, clientFrameSchema, type ClientFrame } from '@parley/contracts';

/** Reads one frame of a client; `realtime.protocol` for anything that is not one. */
export function parseClientFrame(text: string): ClientFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RequestError('realtime.protocol', { detail: 'A frame must be JSON.', cause });
  }
  const parsed = clientFrameSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestError('realtime.protocol', { detail: 'Not a frame of this protocol.', cause: parsed.error });
}
