import { RequestError } from '@parley/contracts';

/** A field whose value cannot be used. */
export function invalid(path: string, reason: string): RequestError {
  return new RequestError('request.invalid', { params: { path, reason }, detail: `${path}: ${reason}` });
}

/** Something of the other vendor's interface that there is not here, and that would change what the caller gets if it were ignored. */
export function unsupported(path: string, instead?: string): RequestError {
  const detail = `${path} is not supported${instead === undefined ? '' : `; ${instead}`}.`;
  return new RequestError('api-call.unsupported', { params: { path }, detail });
}

/** Refuses the first of these fields that asks for something. */
export function refuseAll(fields: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(fields)) if (value !== undefined && value !== null && value !== false) throw unsupported(path);
}
