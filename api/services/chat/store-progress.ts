import type { LogWriter } from '../../realtime/ports.ts';
import { scopeOfTurn } from '../../policies/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import type { ChatContext } from './chat-context.ts';
import type { AbortReason } from './turn-failure.ts';
import type { AnswerWriter } from './write-answer.ts';

/** How far a run has come, and how far the record has it. */
export interface Progress {
  /** What is written from now on is the run's. */
  follow(writer: AnswerWriter): void;
  /** Stores a checkpoint, if the answer has come further since the last. Ends the run as lost when another node has the turn. */
  store(): Promise<void>;
}

export function createProgress(chat: ChatContext, turn: TurnRow, abort: (reason: AbortReason) => void): Progress {
  let writer: AnswerWriter | null = null;
  let stored = 0;
  return {
    follow: (next) => void (writer = next),
    async store() {
      if (writer === null || writer.seq <= stored) return;
      const { seq, answer } = writer;
      const { parts, usage } = answer;
      const isMine = await chat.storage.checkpointTurn(scopeOfTurn(turn), turn.id, turn.epoch, { seq, parts, usage });
      if (isMine) stored = seq;
      else abort('lost');
    },
  };
}

/** Leaves a turn to another node, if that can read everything that was written; answers whether. Else this one stores it. */
export async function handOver({ logger }: Pick<ChatContext, 'logger'>, log: LogWriter): Promise<boolean> {
  try {
    log.append({ type: 'hand-over' });
    await log.flush();
    return true;
  } catch (error) {
    logger.warn({ turnId: log.turnId, reason: String(error) }, 'A turn cannot be handed over; it is stored as it is.');
    return false;
  }
}
