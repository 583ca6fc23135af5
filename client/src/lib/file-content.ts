import { ApiError, readApiError } from './api-error.ts';
import { addressOf } from './request.ts';
import { routes } from './routes.ts';
import { getAccessToken } from './session.ts';

/** The bytes of a file. Addresses of files open with the session's token only, so no page can name them. Rejects with ApiError. */
async function fetchContent(fileId: string): Promise<Blob> {
  const { url } = addressOf(routes.files.content, { params: { id: fileId } });
  const ask = (token: string): Promise<Response> =>
    fetch(url, { headers: { authorization: `Bearer ${token}` }, credentials: 'same-origin' }).catch((cause: unknown) => {
      throw new ApiError('network.offline', { cause });
    });
  const token = await getAccessToken();
  let response = await ask(token);
  if (response.status === 401) response = await ask(await getAccessToken(token));
  if (!response.ok) throw await readApiError(response);
  return response.blob();
}

/** Pictures that are held for showing them again without asking. */
const most = 60;
const held = new Map<string, Promise<string>>();

/** An address in this page at which a picture can be shown; the same one each time while it is held. Rejects with ApiError. */
export function pictureUrl(fileId: string): Promise<string> {
  const known = held.get(fileId);
  if (known) return known;
  const asked = fetchContent(fileId).then((blob) => URL.createObjectURL(blob));
  held.set(fileId, asked);
  asked.catch(() => held.delete(fileId));
  for (const [oldest, url] of held) {
    if (held.size <= most) break;
    held.delete(oldest);
    // What is shown stays shown: only the address is gone.
    void url.then((address) => URL.revokeObjectURL(address)).catch(() => undefined);
  }
  return asked;
}

/** Hands a file to the browser, to be kept under its name. Rejects with ApiError. */
export async function downloadFile(fileId: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await fetchContent(fileId));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
