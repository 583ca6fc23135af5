import { describe } from 'vitest';
import { apiKeysContract } from './api-keys-contract.ts';
import { presetsContract } from './presets-contract.ts';
import { branchContract } from './branch-contract.ts';
import { contextContract } from './context-contract.ts';
import { continueContract } from './continue-contract.ts';
import { conversationListContract } from './conversation-list-contract.ts';
import { conversationsContract } from './conversations-contract.ts';
import { copyContract } from './copy-contract.ts';
import { damageContract } from './damage-contract.ts';
import { filesContract } from './files-contract.ts';
import { isolationContract } from './isolation-contract.ts';
import { keysContract } from './keys-contract.ts';
import { longAnswerContract } from './long-answer-contract.ts';
import { messagesContract } from './messages-contract.ts';
import { purgeContract } from './purge-contract.ts';
import { queueContract } from './queue-contract.ts';
import { racesContract } from './races-contract.ts';
import { randomTreesContract } from './random-trees-contract.ts';
import { reopenContract } from './reopen-contract.ts';
import { scaleContract } from './scale-contract.ts';
import { selectContract } from './select-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import type { PlaceFactory } from './store-under-test.ts';
import { takeOverContract } from './take-over-contract.ts';
import { turnsContract } from './turns-contract.ts';
import { usageContract } from './usage-contract.ts';
import { usersContract } from './users-contract.ts';

/**
 * What every storage promises, run once for each adapter. `makePlace` gives an empty place each time, with an independent
 * reader of it.
 */
export function storageContract(name: string, makePlace: PlaceFactory): void {
  describe(`${name} keeps the storage contract:`, () => {
    usersContract(makePlace);
    sessionsContract(makePlace);
    keysContract(makePlace);
    apiKeysContract(makePlace);
    presetsContract(makePlace);
    conversationsContract(makePlace);
    conversationListContract(makePlace);
    copyContract(makePlace);
    purgeContract(makePlace);
    messagesContract(makePlace);
    branchContract(makePlace);
    selectContract(makePlace);
    turnsContract(makePlace);
    continueContract(makePlace);
    queueContract(makePlace);
    takeOverContract(makePlace);
    usageContract(makePlace);
    contextContract(makePlace);
    filesContract(makePlace);
    isolationContract(makePlace);
    racesContract(makePlace);
    damageContract(makePlace);
    longAnswerContract(makePlace);
    reopenContract(makePlace);
    randomTreesContract(makePlace);
    scaleContract(makePlace);
  });
}
