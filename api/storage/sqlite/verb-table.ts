import type { Storage } from '../ports/storage.ts';
import type { Connection } from './connection.ts';
import type { VerbName } from './verb-names.ts';
import { beginFile } from './verbs/begin-file.ts';
import { beginTurn } from './verbs/begin-turn.ts';
import { checkpointTurn } from './verbs/checkpoint-turn.ts';
import { copyConversation } from './verbs/copy-conversation.ts';
import { createApiKey } from './verbs/create-api-key.ts';
import { createSession } from './verbs/create-session.ts';
import { createUser } from './verbs/create-user.ts';
import { deleteApiKey } from './verbs/delete-api-key.ts';
import { deleteApiKeys } from './verbs/delete-api-keys.ts';
import { deleteDecision } from './verbs/delete-decision.ts';
import { deleteKey } from './verbs/delete-key.ts';
import { deleteSubtree } from './verbs/delete-subtree.ts';
import { doomFile } from './verbs/doom-file.ts';
import { doomUnsentFiles } from './verbs/doom-unsent-files.ts';
import { editNote } from './verbs/edit-note.ts';
import { editQueuedTurn } from './verbs/edit-queued-turn.ts';
import { editText } from './verbs/edit-text.ts';
import { endSessionByRefresh } from './verbs/end-session-by-refresh.ts';
import { endSession } from './verbs/end-session.ts';
import { endSessions } from './verbs/end-sessions.ts';
import { finishFile } from './verbs/finish-file.ts';
import { forgetFiles } from './verbs/forget-files.ts';
import { getInstallation, markFilesClaimed } from './verbs/get-installation.ts';
import { ping } from './verbs/ping.ts';
import { purge } from './verbs/purge.ts';
import { putCalibration } from './verbs/put-calibration.ts';
import { putDecision } from './verbs/put-decision.ts';
import { putKey } from './verbs/put-key.ts';
import { putNote } from './verbs/put-note.ts';
import { addFavourite } from './verbs/add-favourite.ts';
import { deletePreset } from './verbs/delete-preset.ts';
import { orderPresets } from './verbs/order-presets.ts';
import { putPresets } from './verbs/put-presets.ts';
import { removeFavourite } from './verbs/remove-favourite.ts';
import { putSentContext } from './verbs/put-sent-context.ts';
import { recordCall } from './verbs/record-call.ts';
import { release } from './verbs/release.ts';
import { removeNote } from './verbs/remove-note.ts';
import { removeQueuedTurn } from './verbs/remove-queued-turn.ts';
import { reserve } from './verbs/reserve.ts';
import { restoreSubtree } from './verbs/restore-subtree.ts';
import { rotateRefresh } from './verbs/rotate-refresh.ts';
import { selectMessage } from './verbs/select-message.ts';
import { setDeleted } from './verbs/set-deleted.ts';
import { settleTurn } from './verbs/settle-turn.ts';
import { startQueuedTurn } from './verbs/start-queued-turn.ts';
import { takeOverTurn } from './verbs/take-over-turn.ts';
import { touchApiKey } from './verbs/touch-api-key.ts';
import { updateConversation } from './verbs/update-conversation.ts';
import { updateState } from './verbs/update-state.ts';
import { updateUser } from './verbs/update-user.ts';

export type VerbTable = {
  readonly [Name in VerbName]: (
    db: Connection,
    ...args: Parameters<NonNullable<Storage[Name]>>
  ) => Awaited<ReturnType<NonNullable<Storage[Name]>>>;
};

/** Every verb that writes, as it runs inside the writer's thread and transaction. */
export const verbTable: VerbTable = {
  addFavourite,
  beginFile,
  beginTurn,
  checkpointTurn,
  copyConversation,
  createApiKey,
  createSession,
  createUser,
  deleteApiKey,
  deleteApiKeys,
  deleteDecision,
  deleteKey,
  deletePreset,
  deleteSubtree,
  doomFile,
  doomUnsentFiles,
  editNote,
  editQueuedTurn,
  editText,
  endSession,
  endSessionByRefresh,
  endSessions,
  finishFile,
  forgetFiles,
  getInstallation,
  markFilesClaimed,
  orderPresets,
  ping,
  purge,
  putCalibration,
  putDecision,
  putKey,
  putNote,
  putPresets,
  putSentContext,
  recordCall,
  release,
  removeFavourite,
  removeNote,
  removeQueuedTurn,
  reserve,
  restoreSubtree,
  rotateRefresh,
  selectMessage,
  setDeleted,
  settleTurn,
  startQueuedTurn,
  takeOverTurn,
  touchApiKey,
  updateConversation,
  updateState,
  updateUser,
};
