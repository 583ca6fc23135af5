import type { Implementation } from '../implement.ts';
import { activeTurns } from './active.ts';
import { createTurn } from './create.ts';
import { editQueuedTurn } from './edit-queued.ts';
import { getTurn } from './get.ts';
import { removeQueuedTurn } from './remove-queued.ts';
import { sendNow } from './send-now.ts';
import { stopTurn } from './stop.ts';

/** Every action of this resource. */
export const turnImplementations: readonly Implementation[] = [
  createTurn,
  activeTurns,
  getTurn,
  stopTurn,
  sendNow,
  editQueuedTurn,
  removeQueuedTurn,
];
