import type { ErrorCode } from '@parley/contracts';

/** Codes that only the client knows: what happened before or after the server could say anything. */
export type ClientErrorCode = 'network.offline' | 'network.interrupted' | 'client.unexpected';

/**
 * A sentence for every error code. The first sentence says what happened; what follows says whose side it is on and what to do next.
 */
export const errors: Readonly<Record<ErrorCode | ClientErrorCode, string>> = {
  'network.offline':
    'The server cannot be reached. The connection between this device and the server is down; your text is kept, try again in a moment.',
  'network.interrupted': 'The connection broke off in the middle. The network between this device and the server; try again.',
  'client.unexpected':
    'This page met something it did not expect. A defect on our side; reload the page, your conversations are safe on the server.',

  'request.invalid': 'The server did not accept what was entered. Check the fields and try again.',
  'request.malformed-json': 'The server could not read the request. This page may be out of date; reload it and try again.',
  'request.too-deep': 'The server could not read the request. It is nested more deeply than allowed; send something simpler.',
  'request.too-large': 'This is larger than the server accepts. Shorten it or send it in parts.',
  'request.unsupported-media-type': 'The server does not accept this kind of content. Send text instead.',
  'request.unknown-route': 'The server does not know this address. This page may be out of date; reload it.',
  'request.method-not-allowed': 'The server does not offer this action here. This page may be out of date; reload it.',
  'request.origin-refused': 'The server does not accept requests from this address. Open Parley under the address its operator configured.',
  'request.insecure': 'Signing in over plain http is switched off. Use https, or ask the operator to set ALLOW_INSECURE_HTTP.',
  'request.rate-limited': 'Too many requests in a short time. Wait a moment, then try again.',

  'server.internal':
    'The server met a defect. It is on the server’s side and has been logged; try again, and tell the operator the request id if it happens again.',
  'server.draining': 'The server is restarting. It will be back in a moment; try again then.',
  'server.storage-unavailable': 'The server cannot reach its storage right now. Nothing was lost; try again in a moment.',

  'auth.required': 'You are not signed in. Sign in to go on.',
  'auth.expired': 'Your session has expired. Sign in again to go on; nothing you wrote is lost.',
  'auth.session-revoked': 'This session was ended. Sign in again to go on; nothing you wrote is lost.',
  'auth.refresh-refused': 'Your session has ended. Sign in again to go on; nothing you wrote is lost.',
  'auth.invalid-credentials': 'Email or password is not right. Check both and try again.',
  'auth.throttled': 'Too many tries. Wait a minute, then try again.',
  'auth.forbidden': 'Your account may not do this. Ask an administrator for access.',
  'auth.registration-closed': 'This server does not accept new accounts. Ask its administrator for one.',
  'auth.domain-refused': 'This server takes no accounts with such an address of mail. Use one of the domains its operator allows.',
  'auth.code-refused': 'The code is not right. It is printed where the server was started; copy it from there.',
  'account.password-refused': 'The current password is not right. Check it and try again.',

  'terms.not-accepted': 'You have not agreed to the terms of this server yet. They are shown on this page; agree, then send again.',
  'terms.changed': 'The terms have changed meanwhile. Read the new ones and agree to them.',

  'api-key.not-found': 'This key no longer exists. It may have been revoked on another device.',
  'api-key.too-many': 'You have as many keys as this server allows. Revoke one that no program needs any more, then try again.',
  'api-key.refused': 'The key is not known, has expired or was revoked. Make another one in the settings.',
  'api-key.scope-missing': 'The key may not do this. Make another one in the settings that may.',
  'api-key.disabled': 'This server does not let programs in with keys. Its operator can allow it with API_KEYS.',

  'session.not-found': 'This session no longer exists. It may have been ended on another device.',
  'conversation.not-found': 'There is no such conversation. It may have been deleted, or it belongs to another account.',
  'conversation.id-taken': 'A conversation with this id exists already. Start a new chat and send again.',
  'message.not-found': 'There is no such message. It may have been deleted on another device.',
  'message.id-taken': 'A message with this id exists already. Send it again.',
  'message.busy': 'An answer is being written here. Wait for its end or stop it, then try again.',
  'message.not-editable': 'This message cannot be edited. Only the text of questions and answers can.',
  'turn.not-found': 'This answer is not known to the server. Reload the conversation.',
  'turn.mismatch': 'The server has another message under this id. Send it again as a new one.',
  'turn.not-queued': 'This message is no longer waiting. It has been sent already.',
  'turn.queue-full': 'Too many messages are waiting here. Wait until one has been answered, or remove one.',
  'turn.too-many-running': 'Too many answers are being written at once. Wait for one to end, or stop one.',
  'turn.not-continuable': 'This answer cannot be continued. It is complete already; ask for more in a new message.',
  'turn.wrong-parent': 'The message this one answers has changed. Reload the conversation and send again.',
  'turn.stale-epoch': 'Another server took over this answer. It is on the server’s side; reload the conversation to read on.',
  'turn.interrupted': 'The answer was interrupted. The server stopped while it was being written; what arrived is kept, continue it.',
  'turn.too-long': 'The answer grew larger than the server keeps. What arrived is kept; ask for a shorter one.',

  'file.not-found': 'One of the files is no longer there. Remove it and attach it again.',
  'file.too-large': 'This file is larger than allowed ({limit}). Make it smaller, or split it.',
  'file.too-large-together': 'Together these files are larger than allowed ({limit}). Remove some, or send them in several messages.',
  'file.none-taken': 'This model takes no files here. Remove them, or choose another model.',
  'file.empty': 'This file is empty. Choose one with something in it.',
  'file.type-refused': 'Files of this kind are not allowed here. Choose another kind.',
  'file.quota-exceeded': 'Too many files are waiting to be sent. Send or remove some, or come back tomorrow.',
  'file.in-use': 'A message was sent with this file. It goes with its last message.',
  'file.too-many': 'These are more files than one message may hold ({limit}). Remove some.',
  'file.too-many-at-once': 'Too many files are on their way at once. Wait a moment and try again.',
  'file.too-many-uploads': 'You have brought as many files as this server takes for now ({limit}). Wait, then attach it again.',
  'file.cut-off': 'The file did not arrive whole. Check your connection and try again.',

  'endpoint.not-found': 'This provider is not set up on this server. Choose another model.',
  'endpoint.key-missing': 'This provider needs a key. Enter yours under Settings, Keys.',
  'endpoint.key-unreadable':
    'Your stored key can no longer be read. The server’s secret has changed; enter the key again under Settings, Keys.',
  'endpoint.busy': 'Too many answers are being written by this provider at once. Try again in a moment.',
  'budget.unknown-principal': 'There is no such person or role on this server. Choose another.',
  'budget.exceeded':
    'What may be spent on models is used up. The usage page in the settings says how much that is and when there is more; an administrator can raise it.',
  'endpoint.url-refused': 'The server may not call this address. Use a public address, or ask the operator to allow this one.',
  'preset.not-found': 'There is no such preset. It may have been deleted.',
  'preset.id-taken': 'This preset cannot be kept under its id. Save it as a new one.',
  'preset.too-many': 'You have as many presets as one person may have ({limit}). Delete one first.',
  'preset.too-many-favourites': 'You have as many favourites as one person may have ({limit}). Take one away first.',
  'preset.not-a-preset': 'This file holds something that is not a preset. Choose a file that Parley or LibreChat exported.',
  'model.not-offered': 'The operator does not offer this model here. Choose another one.',
  'model.ambiguous': 'Several providers have a model of this name. Name the provider too: provider/model.',
  'api-call.unsupported': 'The request asks for something that this server does not offer. Leave it out and try again.',
  'model.not-found': 'This model is no longer offered. Choose another one.',
  'context.nothing-to-compact': 'There is nothing to summarise yet. The chat has no older messages beside its last exchange.',
  'context.summary-failed': 'The model wrote no summary. The provider’s side; nothing was changed, try again or choose another model.',
  'context.note-not-found': 'This summary is not there any more. It was taken back meanwhile, perhaps on another device.',
  'context.not-kept': 'What was sent for this answer is not known. It was written before Parley kept that, or by another program.',
  'context.too-many-marks': 'This chat has as many pinned and excluded messages as it may have. Free some of them first.',

  'provider.unreachable':
    'The provider cannot be reached. The network between the server and the provider, or their side; try again in a moment.',
  'provider.timeout': 'The provider took too long. On their side or on the way there; what arrived is kept, try again.',
  'provider.cut-off':
    'The connection to the provider broke in the middle of the answer. On their side or on the way there; what arrived is kept, continue it.',
  'provider.key-refused':
    'The provider refused the key. If it is your own, check it under Settings, Keys; else tell the operator, or choose another model.',
  'provider.forbidden':
    'The provider does not allow this with this key. Choose another model, or ask whoever the key belongs to what it may do.',
  'provider.quota-exhausted':
    'The provider account has no credit left. Choose another model, or ask whoever the account belongs to for credit.',
  'provider.rate-limited': 'The provider is limiting requests. Their side; wait a moment and try again.',
  'provider.overloaded': 'The provider is overloaded. Their side; try again in a moment.',
  'provider.failed': 'The provider reported an error. Their side; what arrived is kept, try again.',
  'provider.bad-request': 'The provider did not accept the request. Change the settings of this chat or choose another model.',
  'provider.model-not-found': 'The provider does not know this model. Choose another one.',
  'provider.context-too-long':
    'The conversation is longer than this model can read. Choose a model with a larger context, or start a new chat.',
  'provider.refused': 'The model declined to answer. The provider’s decision; rephrase the question or choose another model.',
  'provider.bad-answer': 'The provider sent something that is not an answer. Their side; try again.',
  'provider.answer-too-large':
    'The provider sent more than the server accepts. Their side; what arrived is kept, ask for a shorter answer.',

  'egress.blocked': 'The server may not call this address. Use a public address, or ask the operator to allow this one.',
  'egress.too-many-redirects': 'The provider sent the server in circles. Their side; check the address or try again later.',

  'realtime.protocol': 'This page and the server speak different versions. Reload the page.',
  'realtime.too-many-sockets': 'Parley is open in too many places. Close a few tabs or devices.',
  'realtime.too-many-topics': 'Too many answers are followed at once. Close a few tabs.',
  'realtime.frame-too-large': 'This page sent too much at once. Reload it.',
  'realtime.slow-reader': 'This device reads more slowly than the answer is written. It catches up by itself.',
  'realtime.unknown-topic': 'There is nothing to follow here. It may have been deleted, or it belongs to another account.',
};
