import type { ErrorCode } from '@parley/contracts';
import type { ClientErrorCode, firstErrors } from './first-errors.ts';

type ErrorKey = `errors.${ErrorCode | ClientErrorCode}`;

/**
 * A sentence for every error code, together with `first-errors.ts`. The first sentence says what happened; what follows says whose side it is on
 * and what to do next.
 */
export const errors: Readonly<Record<Exclude<ErrorKey, keyof typeof firstErrors>, string>> = {
  'errors.account.password-refused': 'The current password is not right. Check it and try again.',
  'errors.terms.not-accepted': 'You have not agreed to the terms of this server yet. They are shown on this page; agree, then send again.',
  'errors.terms.changed': 'The terms have changed meanwhile. Read the new ones and agree to them.',
  'errors.api-key.not-found': 'This key no longer exists. It may have been revoked on another device.',
  'errors.api-key.too-many': 'You have as many keys as this server allows. Revoke one that no program needs any more, then try again.',
  'errors.api-key.refused': 'The key is not known, has expired or was revoked. Make another one in the settings.',
  'errors.api-key.scope-missing': 'The key may not do this. Make another one in the settings that may.',
  'errors.api-key.disabled': 'This server does not let programs in with keys. Its operator can allow it with API_KEYS.',
  'errors.session.not-found': 'This session no longer exists. It may have been ended on another device.',
  'errors.conversation.not-found': 'There is no such conversation. It may have been deleted, or it belongs to another account.',
  'errors.conversation.id-taken': 'A conversation with this id exists already. Start a new chat and send again.',
  'errors.message.not-found': 'There is no such message. It may have been deleted on another device.',
  'errors.message.id-taken': 'A message with this id exists already. Send it again.',
  'errors.message.busy': 'An answer is being written here. Wait for its end or stop it, then try again.',
  'errors.message.not-editable': 'This message cannot be edited. Only the text of questions and answers can.',
  'errors.turn.not-found': 'This answer is not known to the server. Reload the conversation.',
  'errors.turn.mismatch': 'The server has another message under this id. Send it again as a new one.',
  'errors.turn.not-queued': 'This message is no longer waiting. It has been sent already.',
  'errors.turn.queue-full': 'Too many messages are waiting here. Wait until one has been answered, or remove one.',
  'errors.turn.too-many-running': 'Too many answers are being written at once. Wait for one to end, or stop one.',
  'errors.turn.not-continuable': 'This answer cannot be continued. It is complete already; ask for more in a new message.',
  'errors.turn.wrong-parent': 'The message this one answers has changed. Reload the conversation and send again.',
  'errors.turn.stale-epoch': 'Another server took over this answer. It is on the server’s side; reload the conversation to read on.',
  'errors.turn.interrupted':
    'The answer was interrupted. The server stopped while it was being written; what arrived is kept, continue it.',
  'errors.turn.too-long': 'The answer grew larger than the server keeps. What arrived is kept; ask for a shorter one.',
  'errors.file.not-found': 'One of the files is no longer there. Remove it and attach it again.',
  'errors.file.too-large': 'This file is larger than allowed ({limit}). Make it smaller, or split it.',
  'errors.file.too-large-together':
    'Together these files are larger than allowed ({limit}). Remove some, or send them in several messages.',
  'errors.file.none-taken': 'This model takes no files here. Remove them, or choose another model.',
  'errors.file.empty': 'This file is empty. Choose one with something in it.',
  'errors.file.type-refused': 'Files of this kind are not allowed here. Choose another kind.',
  'errors.file.quota-exceeded': 'Too many files are waiting to be sent. Send or remove some, or come back tomorrow.',
  'errors.file.in-use': 'A message was sent with this file. It goes with its last message.',
  'errors.file.too-many': 'These are more files than one message may hold ({limit}). Remove some.',
  'errors.file.too-many-at-once': 'Too many files are on their way at once. Wait a moment and try again.',
  'errors.file.too-many-uploads': 'You have brought as many files as this server takes for now ({limit}). Wait, then attach it again.',
  'errors.file.cut-off': 'The file did not arrive whole. Check your connection and try again.',
  'errors.endpoint.not-found': 'This provider is not set up on this server. Choose another model.',
  'errors.endpoint.key-missing': 'This provider needs a key. Enter yours under Settings, Keys.',
  'errors.endpoint.key-unreadable':
    'Your stored key can no longer be read. The server’s secret has changed; enter the key again under Settings, Keys.',
  'errors.endpoint.busy': 'Too many answers are being written by this provider at once. Try again in a moment.',
  'errors.budget.unknown-principal': 'There is no such person or role on this server. Choose another.',
  'errors.budget.exceeded':
    'What may be spent on models is used up. The usage page in the settings says how much that is and when there is more; an administrator can raise it.',
  'errors.endpoint.url-refused': 'The server may not call this address. Use a public address, or ask the operator to allow this one.',
  'errors.preset.not-found': 'There is no such preset. It may have been deleted.',
  'errors.preset.id-taken': 'This preset cannot be kept under its id. Save it as a new one.',
  'errors.preset.too-many': 'You have as many presets as one person may have ({limit}). Delete one first.',
  'errors.preset.too-many-favourites': 'You have as many favourites as one person may have ({limit}). Take one away first.',
  'errors.preset.not-a-preset': 'This file holds something that is not a preset. Choose a file that Parley or LibreChat exported.',
  'errors.model.not-offered': 'The operator does not offer this model here. Choose another one.',
  'errors.model.ambiguous': 'Several providers have a model of this name. Name the provider too: provider/model.',
  'errors.api-call.unsupported': 'The request asks for something that this server does not offer. Leave it out and try again.',
  'errors.model.not-found': 'This model is no longer offered. Choose another one.',
  'errors.context.nothing-to-compact': 'There is nothing to summarise yet. The chat has no older messages beside its last exchange.',
  'errors.context.summary-failed':
    'The model wrote no summary. The provider’s side; nothing was changed, try again or choose another model.',
  'errors.context.note-not-found': 'This summary is not there any more. It was taken back meanwhile, perhaps on another device.',
  'errors.context.not-kept': 'What was sent for this answer is not known. It was written before Parley kept that, or by another program.',
  'errors.context.too-many-marks': 'This chat has as many pinned and excluded messages as it may have. Free some of them first.',
  'errors.provider.unreachable':
    'The provider cannot be reached. The network between the server and the provider, or their side; try again in a moment.',
  'errors.provider.timeout': 'The provider took too long. On their side or on the way there; what arrived is kept, try again.',
  'errors.provider.cut-off':
    'The connection to the provider broke in the middle of the answer. On their side or on the way there; what arrived is kept, continue it.',
  'errors.provider.key-refused':
    'The provider refused the key. If it is your own, check it under Settings, Keys; else tell the operator, or choose another model.',
  'errors.provider.forbidden':
    'The provider does not allow this with this key. Choose another model, or ask whoever the key belongs to what it may do.',
  'errors.provider.quota-exhausted':
    'The provider account has no credit left. Choose another model, or ask whoever the account belongs to for credit.',
  'errors.provider.rate-limited': 'The provider is limiting requests. Their side; wait a moment and try again.',
  'errors.provider.overloaded': 'The provider is overloaded. Their side; try again in a moment.',
  'errors.provider.failed': 'The provider reported an error. Their side; what arrived is kept, try again.',
  'errors.provider.bad-request': 'The provider did not accept the request. Change the settings of this chat or choose another model.',
  'errors.provider.model-not-found': 'The provider does not know this model. Choose another one.',
  'errors.provider.context-too-long':
    'The conversation is longer than this model can read. Choose a model with a larger context, or start a new chat.',
  'errors.provider.refused': 'The model declined to answer. The provider’s decision; rephrase the question or choose another model.',
  'errors.provider.bad-answer': 'The provider sent something that is not an answer. Their side; try again.',
  'errors.provider.answer-too-large':
    'The provider sent more than the server accepts. Their side; what arrived is kept, ask for a shorter answer.',
  'errors.egress.blocked': 'The server may not call this address. Use a public address, or ask the operator to allow this one.',
  'errors.egress.too-many-redirects': 'The provider sent the server in circles. Their side; check the address or try again later.',
  'errors.realtime.protocol': 'This page and the server speak different versions. Reload the page.',
  'errors.realtime.too-many-sockets': 'Parley is open in too many places. Close a few tabs or devices.',
  'errors.realtime.too-many-topics': 'Too many answers are followed at once. Close a few tabs.',
  'errors.realtime.frame-too-large': 'This page sent too much at once. Reload it.',
  'errors.realtime.slow-reader': 'This device reads more slowly than the answer is written. It catches up by itself.',
  'errors.realtime.unknown-topic': 'There is nothing to follow here. It may have been deleted, or it belongs to another account.',
};
