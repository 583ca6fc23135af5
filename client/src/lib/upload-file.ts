import type { File as KeptFile } from '@parley/contracts';
import { ApiError, readApiError } from './api-error.ts';
import { addressOf } from './request.ts';
import { routes } from './routes.ts';
import { getAccessToken } from './session.ts';

interface UploadOptions {
  /** Hears how much is sent, from 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** XMLHttpRequest, because no other way tells how much of a body is sent. */
function send(file: File, token: string, { onProgress, signal }: UploadOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const { method, url } = addressOf(routes.files.upload, { query: { name: file.name } });
    call.open(method, url);
    call.setRequestHeader('accept', 'application/json');
    call.setRequestHeader('authorization', `Bearer ${token}`);
    call.setRequestHeader('content-type', 'application/octet-stream');
    const abort = (): void => call.abort();
    signal.addEventListener('abort', abort, { once: true });
    call.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    call.addEventListener('load', () => {
      const retryAfter = call.getResponseHeader('retry-after');
      resolve(new Response(call.responseText, { status: call.status, headers: retryAfter === null ? {} : { 'retry-after': retryAfter } }));
    });
    call.addEventListener('error', () => reject(new ApiError('network.offline')));
    call.addEventListener('abort', () => reject(new ApiError('network.interrupted')));
    call.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    call.send(file);
  });
}

/** Brings a file to the server. Rejects with ApiError, also when it was aborted; a session that expired is waited for. */
export async function uploadFile(file: File, options: UploadOptions): Promise<KeptFile> {
  const token = await getAccessToken();
  options.signal.throwIfAborted();
  let response = await send(file, token, options);
  if (response.status === 401) {
    const fresh = await getAccessToken(token);
    options.signal.throwIfAborted();
    response = await send(file, fresh, options);
  }
  if (!response.ok) throw await readApiError(response);
  return (await response.json()) as KeptFile;
}
