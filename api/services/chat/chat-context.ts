import { limits, type ModelRef } from '@parley/contracts';
import type { Logger } from '../../logger.ts';
import type { Bus, Lease, TurnLog } from '../../realtime/ports.ts';
import type { Storage } from '../../storage/ports/storage.ts';
import type { TakenTurn } from '../../storage/ports/turns.ts';
import { silentTelemetry, type Telemetry } from '../../telemetry/port.ts';
import { createContextTools, type ContextTools } from '../context/context-tools.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import { createLedger, noSpendingLimits, type Ledger } from '../usage/ledger.ts';
import type { Membership } from '../nodes/membership.ts';
import { noChatFiles, type ChatFiles } from './chat-files.ts';
import { createHints, type Hints } from './publish-hints.ts';
import type { RetryRules } from './retry-wait.ts';
import { createRunningTurns, type RunningTurns } from './running-turns.ts';

/** The caps and times of a turn; the values of `limits` unless a test says otherwise. Bytes and milliseconds. */
export interface ChatLimits extends RetryRules {
  readonly runningTurnsPerUser: number;
  readonly queuedTurnsPerBranch: number;
  readonly answerBytes: number;
  /** How long POST stop waits for the run's end before it answers the turn as it is. */
  readonly stopWithin: number;
  /** How long an adapter may take to end its stream after an abort before the run goes on without it. */
  readonly abortGrace: number;
  readonly titleWithin: number;
  /** How long a turn waits for a summary of what no longer fits. */
  readonly summaryWithin: number;
  readonly settleRetryMost: number;
  readonly purgeEvery: number;
  readonly checkpointEvery: number;
}

export const defaultChatLimits: ChatLimits = {
  runningTurnsPerUser: limits.runningTurnsPerUser,
  queuedTurnsPerBranch: limits.queuedTurnsPerBranch,
  answerBytes: limits.answerBytes,
  stopWithin: 5_000,
  abortGrace: 2_000,
  titleWithin: 20_000,
  summaryWithin: 60_000,
  settleRetryMost: 5_000,
  purgeEvery: 3_600_000,
  checkpointEvery: 1_000,
  retryPause: 500,
  retryPauseMost: 8_000,
  retryAfterMost: 20_000,
  retryWithin: 60_000,
};

/** What the chat is made of. */
export interface ChatDependencies {
  readonly storage: Storage;
  readonly turnLog: TurnLog;
  readonly bus: Bus;
  readonly resolveModel: ResolveModel;
  /** Throws `model.not-offered` for a model that people may not ask here; absent: all may be. */
  readonly assertOffered?: (ref: ModelRef) => void;
  /** Throws `terms.not-accepted` for somebody who has still to agree to the operator's terms; absent: nobody has to. */
  readonly assertAccepted?: (userId: string) => Promise<void>;
  /** Absent: there are none. */
  readonly files?: ChatFiles;
  /** For work that one node does for all. */
  readonly lease: Lease;
  readonly membership: Membership;
  /** An answer whose node is gone is continued elsewhere, from the partial text. */
  readonly autoContinue?: boolean;
  readonly now: () => number;
  readonly logger: Logger;
  readonly limits?: Partial<ChatLimits>;
  /** False: conversations keep their local title and no model is asked for one. */
  readonly modelTitles?: boolean;
  /** What contexts are built with, where others build them too. */
  readonly context?: ContextTools;
  readonly telemetry?: Telemetry;
  /** Absent: nobody limits what is spent, and it is written down all the same. */
  readonly ledger?: Ledger;
}

/** The dependencies and the little the service remembers, as its files share them. */
export interface ChatContext extends Omit<
  ChatDependencies,
  'limits' | 'modelTitles' | 'telemetry' | 'autoContinue' | 'context' | 'files' | 'ledger'
> {
  readonly limits: ChatLimits;
  /** The name of this process among those that share the storage. */
  readonly node: string;
  readonly autoContinue: boolean;
  readonly files: ChatFiles;
  readonly modelTitles: boolean;
  readonly context: ContextTools;
  readonly telemetry: Telemetry;
  readonly ledger: Ledger;
  readonly hints: Hints;
  readonly running: RunningTurns;
  /** Requests that are beginning a turn; a drain gives them their time. */
  readonly starting: Set<Promise<unknown>>;
  /** Turns that were taken over and could not be ended yet, by id. */
  readonly taken: Map<string, TakenTurn>;
  /** Turns of other nodes that this one asks to stop, by id: however often a person asks, once. */
  readonly stopping: Map<string, Promise<void>>;
  /** Work that nobody waits for: titles and purges. Awaited, once aborted, when the service drains. */
  readonly background: Set<Promise<unknown>>;
  /** Aborted when SIGTERM came: nothing new is begun. */
  readonly draining: AbortController;
  /** Aborted, with the reason, when the time to finish is over: what still runs here is stored, or left to another node. */
  readonly overtime: AbortController;
  /** Aborted at the very end: whatever still retries gives up, and recovery finishes it at the next start. */
  readonly closed: AbortController;
}

export function createChatContext(dependencies: ChatDependencies): ChatContext {
  return {
    ...dependencies,
    node: dependencies.membership.node,
    autoContinue: dependencies.autoContinue ?? false,
    taken: new Map(),
    limits: { ...defaultChatLimits, ...dependencies.limits },
    files: dependencies.files ?? noChatFiles,
    modelTitles: dependencies.modelTitles ?? true,
    context: dependencies.context ?? createContextTools(dependencies.storage, dependencies.now),
    telemetry: dependencies.telemetry ?? silentTelemetry,
    ledger: dependencies.ledger ?? createLedger({ ...dependencies, spending: async () => noSpendingLimits }),
    hints: createHints(dependencies.bus),
    running: createRunningTurns(),
    starting: new Set(),
    stopping: new Map(),
    background: new Set(),
    draining: new AbortController(),
    overtime: new AbortController(),
    closed: new AbortController(),
  };
}

/** Lets work go on behind the answer to a request. The work must not reject. */
export function inBackground(chat: ChatContext, work: Promise<unknown>): void {
  chat.background.add(work);
  void work.finally(() => chat.background.delete(work));
}
