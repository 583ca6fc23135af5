import { writeSync } from 'node:fs';
import type { Storage } from '../ports/storage.ts';
import { newPerson, sendInput, settleInput, textParts } from './builders.ts';

/** What the process said of one acknowledged write. */
export type Acknowledged =
  | { readonly kind: 'begun'; readonly ownerId: string; readonly conversationId: string; readonly messageIds: readonly string[] }
  | { readonly kind: 'settled'; readonly messageId: string; readonly text: string };

const lanes = 4;

/** Several people write at once, without end. A line is on its way out of the process before the next write begins. */
export async function beginUntilKilled(storage: Storage): Promise<void> {
  const say = (acknowledged: Acknowledged): void => void writeSync(1, `${JSON.stringify(acknowledged)}\n`);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const scope = await newPerson(storage);
      let conversationId: string | undefined;
      let parentId: string | null = null;
      for (let count = 1; ; count += 1) {
        const input = sendInput(parentId, `Message ${count}`, conversationId === undefined ? {} : { conversationId });
        await storage.beginTurn(scope, input);
        say({
          kind: 'begun',
          ownerId: scope.ownerId,
          conversationId: input.conversationId,
          messageIds: [input.userMessage!.id, input.answerId],
        });
        const text = `Answer ${count}`;
        await storage.settleTurn(scope, settleInput(input.turnId, { parts: textParts(text) }));
        say({ kind: 'settled', messageId: input.answerId, text });
        conversationId = input.conversationId;
        parentId = input.answerId;
      }
    }),
  );
}
