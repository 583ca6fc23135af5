import { turnSchema } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { TurnRow } from '../storage/ports/turns.ts';
import { presentTurn } from './present-turn.ts';

test('lets out the fields of the contract, neither node nor epoch nor settings', () => {
  const id = '01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10';
  const row: TurnRow = {
    id,
    ownerId: id,
    conversationId: id,
    answerId: id,
    userMessageId: null,
    kind: 'send',
    status: 'failed',
    model: { endpoint: 'demo', id: 'demo' },
    settings: { instructions: 'Be brief.' },
    ownerNode: 'node-1',
    epoch: 3,
    stopReason: 'error',
    error: { code: 'provider.failed', message: 'no' },
    createdAt: 1,
    endedAt: 2,
  };
  const presented = presentTurn(row);
  expect(turnSchema.strict().parse(presented)).toEqual(presented);
  expect(JSON.stringify(presented)).not.toMatch(/ownerId|ownerNode|epoch|settings/);
});
