/** The verbs of the storage that write: they are carried out by the writer's thread. All others read. */
export const verbNames = [
  'beginTurn',
  'copyConversation',
  'createSession',
  'createUser',
  'deleteKey',
  'deleteSubtree',
  'editQueuedTurn',
  'editText',
  'endSession',
  'endSessionByRefresh',
  'endSessions',
  'ping',
  'purge',
  'putKey',
  'removeQueuedTurn',
  'restoreSubtree',
  'rotateRefresh',
  'selectMessage',
  'setDeleted',
  'settleTurn',
  'startQueuedTurn',
  'updateConversation',
  'updateState',
  'updateUser',
] as const;

export type VerbName = (typeof verbNames)[number];
