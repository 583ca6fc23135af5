import type { Entity } from '../entity.ts';
import { accounts } from './accounts.ts';
import { apiKeys } from './api-keys.ts';
import { calibrations, contextNotes, sentContexts } from './context.ts';
import { conversations } from './conversations.ts';
import { files, fileUses, installation } from './files.ts';
import { keys } from './keys.ts';
import { messages } from './messages.ts';
import { favourites, presets } from './presets.ts';
import { seenLeaves } from './seen-leaves.ts';
import { sessions } from './sessions.ts';
import { tombstones } from './tombstones.ts';
import { turns } from './turns.ts';
import { budgetAccounts, decisions, ledger, usageSums } from './usage.ts';

/** Everything that is moved, in the order in which it is moved. Nodes and checkpoints are not: they belong to what runs. */
export const entities: readonly Entity[] = [
  accounts,
  sessions,
  keys,
  apiKeys,
  presets,
  favourites,
  conversations,
  seenLeaves,
  messages,
  turns,
  tombstones,
  files,
  fileUses,
  installation,
  contextNotes,
  sentContexts,
  calibrations,
  ledger,
  usageSums,
  budgetAccounts,
  decisions,
];
