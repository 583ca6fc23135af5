import type { Implementation } from '../implement.ts';
import { readBranch } from './branch.ts';
import { editMessage } from './edit.ts';
import { getMessage } from './get.ts';
import { removeMessage } from './remove.ts';
import { restoreMessage } from './restore.ts';

/** Every action of this resource. */
export const messageImplementations: readonly Implementation[] = [readBranch, getMessage, editMessage, removeMessage, restoreMessage];
