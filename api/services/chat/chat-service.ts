import { assertThat, type CreateTurn, type InputPart } from '@parley/contracts';
import type { MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { createChatContext, type ChatDependencies } from './chat-context.ts';
import { drain } from './drain.ts';
import { mayFollow } from './may-follow.ts';
import { keepPurging } from './purge-bin.ts';
import { editQueued, removeQueued, sendNow } from './queued-turns.ts';
import { startTurn, type StartedTurn } from './start-turn.ts';
import { stopTurn } from './stop-turn.ts';
import { keepStoringCheckpoints } from './store-checkpoints.ts';
import { takeOverTurns, type TakeOver } from './take-over-turns.ts';

/** The life of turns. Every verb of a person takes their scope; unknown and foreign ids are the same `*.not-found`. */
export interface ChatService {
  /** Send, regenerate or continue; see `startTurn`. */
  startTurn(scope: Scope, conversationId: string, body: CreateTurn): Promise<StartedTurn>;
  /** Stops a turn from any device; see `stopTurn`. */
  stopTurn(scope: Scope, turnId: string): Promise<TurnRow>;
  /** Starts a queued turn whose predecessor ended without finishing. */
  sendNow(scope: Scope, turnId: string): Promise<TurnRow>;
  editQueued(scope: Scope, turnId: string, parts: readonly InputPart[]): Promise<MessageWithSiblings>;
  removeQueued(scope: Scope, turnId: string): Promise<void>;
  /** Turns that are queued or running, oldest first. */
  activeTurns(scope: Scope): Promise<TurnRow[]>;
  getTurn(scope: Scope, turnId: string): Promise<TurnRow>;
  /** Whether the person may follow `user`, `conversation:<id>` or `turn:<id>`. */
  mayFollow(scope: Scope, topic: string): Promise<boolean>;
  /**
   * At start, before anything is accepted and after joining: takes over what processes that are gone left running. From then on it is done
   * whenever a node is lost, and the bin is purged.
   */
  recover(): Promise<TakeOver>;
  /** At SIGTERM: see `drain`. Milliseconds. */
  drain(ms: number): Promise<void>;
  /** `recovered`: what an earlier process left has been ended, so that new turns may begin. */
  stats(): { readonly running: number; readonly background: number; readonly draining: boolean; readonly recovered: boolean };
}

export function createChatService(dependencies: ChatDependencies): ChatService {
  const chat = createChatContext(dependencies);
  const { storage } = chat;
  let recovered = false;
  return {
    startTurn: (scope, conversationId, body) => startTurn(chat, scope, conversationId, body),
    stopTurn: (scope, turnId) => stopTurn(chat, scope, turnId),
    sendNow: (scope, turnId) => sendNow(chat, scope, turnId),
    editQueued: (scope, turnId, parts) => editQueued(chat, scope, turnId, parts),
    removeQueued: (scope, turnId) => removeQueued(chat, scope, turnId),
    activeTurns: (scope) => storage.listActiveTurns(scope),
    async getTurn(scope, turnId) {
      const turn = await storage.getTurn(scope, turnId);
      assertThat(turn, 'turn.not-found');
      return turn;
    },
    mayFollow: (scope, topic) => mayFollow(storage, scope, topic),
    async recover() {
      const recovery = await takeOverTurns(chat, await chat.membership.living());
      chat.membership.watch(async (living) => (await takeOverTurns(chat, living)).failed === 0);
      keepStoringCheckpoints(chat);
      keepPurging(chat);
      recovered = true;
      return recovery;
    },
    drain: (ms) => drain(chat, ms),
    stats: () => ({ running: chat.running.size, background: chat.background.size, draining: chat.draining.signal.aborted, recovered }),
  };
}
