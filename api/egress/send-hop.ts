import { RequestError } from '@parley/contracts';
import type { Dispatcher } from 'undici';
import { createBodyDecoder, type BodyDecoder } from './decode-body.ts';
import { mapNetworkError } from './map-network-error.ts';

export interface Hop {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HopCaps {
  readonly maxBytes: number;
  /** Until the request can be sent. */
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly silenceMs: number;
  readonly totalMs: number;
}

export interface HopHandler {
  /** True asks for the body; false ends the hop here, its socket closed. */
  onHead(status: number, headers: Readonly<Record<string, string>>): boolean;
  onData(chunk: Buffer): void;
}

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

const flat = (headers: RawHeaders): Record<string, string> => {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) out[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return out;
};

/**
 * One request to one address, redirects not followed. Resolves when the body has ended or was not wanted. Whatever happens first
 * (end, error, cap, abort) settles it, and nothing is called after that.
 */
export function sendHop(dispatcher: Dispatcher, hop: Hop, caps: HopCaps, signal: AbortSignal, handler: HopHandler): Promise<void> {
  return new Promise((resolve, reject) => {
    const host = hop.url.host;
    let control: Dispatcher.DispatchController | undefined;
    let decoder: BodyDecoder | null = null;
    let headSeen = false;
    let settled = false;
    let wireBytes = 0;
    let plainBytes = 0;

    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(connect);
      clearTimeout(firstByte);
      clearTimeout(total);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    /** Settles with an error of ours and closes the socket. */
    const stop = (reason: unknown): void => {
      settle(() => {
        decoder?.destroy();
        control?.abort(reason instanceof Error ? reason : new Error('aborted'));
        reject(reason);
      });
    };
    const onAbort = (): void => stop(signal.reason);
    const attempt = (act: () => void): void => {
      try {
        act();
      } catch (error) {
        stop(error);
      }
    };
    const tooLarge = (): RequestError =>
      new RequestError('provider.answer-too-large', {
        params: { maxBytes: caps.maxBytes },
        detail: `${host}: the answer is larger than ${caps.maxBytes} bytes.`,
      });

    const late = (words: string): RequestError =>
      new RequestError('provider.timeout', { params: { host }, detail: `${host}: ${words} ms.` });
    const connect = setTimeout(
      () =>
        stop(
          new RequestError('provider.unreachable', {
            params: { host },
            detail: `${host}: the connection was not made within ${caps.connectMs} ms.`,
          }),
        ),
      caps.connectMs,
    ).unref();
    const firstByte = setTimeout(() => stop(late(`no answer began within ${caps.firstByteMs}`)), caps.firstByteMs).unref();
    const total = setTimeout(() => stop(late(`the answer was not complete within ${caps.totalMs}`)), caps.totalMs).unref();
    signal.addEventListener('abort', onAbort);

    const deliver = (chunk: Buffer): void => {
      plainBytes += chunk.length;
      if (plainBytes > caps.maxBytes) throw tooLarge();
      handler.onData(chunk);
    };
    const finish = (): void => settle(resolve);

    const listener: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        control = controller;
        clearTimeout(connect);
        if (settled) controller.abort(new Error('aborted'));
      },
      onResponseStart(controller, status, rawHeaders) {
        // 100 Continue and 103 Early Hints come before the answer.
        if (settled || status < 200) return;
        headSeen = true;
        clearTimeout(firstByte);
        attempt(() => {
          const headers = flat(rawHeaders);
          if (!handler.onHead(status, headers)) {
            settle(resolve);
            controller.abort(new Error('not wanted'));
            return;
          }
          decoder = createBodyDecoder(headers['content-encoding'], {
            data: (chunk) => attempt(() => deliver(chunk)),
            end: finish,
            error: stop,
          });
        });
      },
      onResponseData(_controller, chunk) {
        if (settled) return;
        attempt(() => {
          wireBytes += chunk.length;
          if (wireBytes > caps.maxBytes) throw tooLarge();
          if (decoder) decoder.push(chunk);
          else deliver(chunk);
        });
      },
      onResponseEnd() {
        if (settled) return;
        if (decoder) decoder.end();
        else finish();
      },
      onResponseError(_controller, error) {
        settle(() => {
          decoder?.destroy();
          reject(mapNetworkError(error, host, headSeen));
        });
      },
    };

    attempt(() => {
      try {
        dispatcher.dispatch(
          {
            origin: hop.url.origin,
            path: hop.url.pathname + hop.url.search,
            method: hop.method,
            headers: hop.headers as Record<string, string>,
            ...(hop.body === undefined ? {} : { body: hop.body }),
            headersTimeout: 0,
            bodyTimeout: caps.silenceMs,
          },
          listener,
        );
      } catch (error) {
        throw mapNetworkError(error, host, headSeen);
      }
    });
  });
}
