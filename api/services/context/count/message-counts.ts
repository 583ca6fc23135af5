import type { MessageRow } from '../../../storage/ports/messages.ts';
import type { ModelMessage } from '../../../providers/port.ts';
import { sumCounts, type Count } from './count.ts';
import { countPart, messageOverhead } from './part-tokens.ts';
import type { CountMethod, TextCounter } from './text-counter.ts';

/** What messages count, each counted once as long as it stays as it is. */
export interface MessageCounts {
  /** Of a message that is stored and does not change any more but by an edit. */
  ofStored(message: Pick<MessageRow, 'id' | 'editedAt' | 'parts' | 'turnId' | 'status'>, method: CountMethod): Promise<Count>;
  of(message: Pick<ModelMessage, 'parts'>, method: CountMethod): Promise<Count>;
}

/** Some 300 bytes each. */
const rememberedAtMost = 50_000;

export function createMessageCounts(counter: TextCounter): MessageCounts {
  const counts = new Map<string, Count>();
  const of: MessageCounts['of'] = async ({ parts }, method) => {
    const counted: Count[] = [messageOverhead];
    for (const part of parts) counted.push(await countPart(part, counter, method));
    return sumCounts(counted);
  };
  return {
    of,
    async ofStored(message, method) {
      // A continued answer is another under the same id: its last turn and the number of its parts say which.
      const key = `${message.id} ${message.editedAt ?? 0} ${message.turnId ?? ''} ${message.parts.length} ${message.status} ${method}`;
      const known = counts.get(key);
      if (known !== undefined) {
        counts.delete(key);
        counts.set(key, known);
        return known;
      }
      const count = await of(message, method);
      counts.set(key, count);
      if (counts.size > rememberedAtMost) counts.delete(counts.keys().next().value!);
      return count;
    },
  };
}
