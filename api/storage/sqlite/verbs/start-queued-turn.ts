import { assertThat } from '@parley/contracts/request-error';
import type { Scope } from '../../ports/scope.ts';
import type { TurnRow } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { toTurnRow } from '../rows/turn-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { findQueuedTurn } from './find-queued-turn.ts';
import { isInBin } from './start-next-turn.ts';
import { startTurn } from './start-turn.ts';
import { touchConversation } from './touch-conversation.ts';
import { assertMayRun, isUnfinished } from './turn-caps.ts';

export function startQueuedTurn(
  db: Connection,
  { ownerId }: Scope,
  id: string,
  { node, runningCap }: { readonly node: string; readonly runningCap: number },
): TurnRow {
  const { turn, userMessage } = findQueuedTurn(db, ownerId, id);
  assertThat(!isInBin(db, turn.conversation_id), 'turn.not-found');
  const predecessor = userMessage.parent_id === null ? null : findMessage(db, turn.conversation_id, userMessage.parent_id);
  assertThat(predecessor === null || !isUnfinished(predecessor), 'message.busy');
  assertMayRun(db, ownerId, runningCap);
  const started = startTurn(db, turn, node);
  touchConversation(db, ownerId, turn.conversation_id);
  return toTurnRow(started);
}
