/** Codes that only the client knows: what happened before or after the server could say anything. */
export type ClientErrorCode = 'network.offline' | 'network.interrupted' | 'client.unexpected';

/** What may go wrong before the rest of the page is there, written as in `errors.ts`. */
export const firstErrors = {
  'errors.network.offline':
    'The server cannot be reached. The connection between this device and the server is down; your text is kept, try again in a moment.',
  'errors.network.interrupted': 'The connection broke off in the middle. The network between this device and the server; try again.',
  'errors.client.unexpected':
    'This page met something it did not expect. A defect on our side; reload the page, your conversations are safe on the server.',
  'errors.request.invalid': 'The server did not accept what was entered. Check the fields and try again.',
  'errors.request.malformed-json': 'The server could not read the request. This page may be out of date; reload it and try again.',
  'errors.request.too-deep': 'The server could not read the request. It is nested more deeply than allowed; send something simpler.',
  'errors.request.too-large': 'This is larger than the server accepts. Shorten it or send it in parts.',
  'errors.request.unsupported-media-type': 'The server does not accept this kind of content. Send text instead.',
  'errors.request.unknown-route': 'The server does not know this address. This page may be out of date; reload it.',
  'errors.request.method-not-allowed': 'The server does not offer this action here. This page may be out of date; reload it.',
  'errors.request.origin-refused':
    'The server does not accept requests from this address. Open Parley under the address its operator configured.',
  'errors.request.insecure': 'Signing in over plain http is switched off. Use https, or ask the operator to set ALLOW_INSECURE_HTTP.',
  'errors.request.rate-limited': 'Too many requests in a short time. Wait a moment, then try again.',
  'errors.server.internal':
    'The server met a defect. It is on the server’s side and has been logged; try again, and tell the operator the request id if it happens again.',
  'errors.server.draining': 'The server is restarting. It will be back in a moment; try again then.',
  'errors.server.storage-unavailable': 'The server cannot reach its storage right now. Nothing was lost; try again in a moment.',
  'errors.auth.required': 'You are not signed in. Sign in to go on.',
  'errors.auth.expired': 'Your session has expired. Sign in again to go on; nothing you wrote is lost.',
  'errors.auth.session-revoked': 'This session was ended. Sign in again to go on; nothing you wrote is lost.',
  'errors.auth.refresh-refused': 'Your session has ended. Sign in again to go on; nothing you wrote is lost.',
  'errors.auth.invalid-credentials': 'Email or password is not right. Check both and try again.',
  'errors.auth.throttled': 'Too many tries. Wait a minute, then try again.',
  'errors.auth.forbidden': 'Your account may not do this. Ask an administrator for access.',
  'errors.auth.registration-closed': 'This server does not accept new accounts. Ask its administrator for one.',
  'errors.auth.domain-refused': 'This server takes no accounts with such an address of mail. Use one of the domains its operator allows.',
  'errors.auth.code-refused': 'The code is not right. It is printed where the server was started; copy it from there.',
} as const;
