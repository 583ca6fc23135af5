import type { Scope } from '../../storage/ports/scope.ts';
import type { Storage } from '../../storage/ports/storage.ts';

/** Whether a person may follow a topic of the protocol. Unknown and foreign ids are the same: false. */
export async function mayFollow(storage: Pick<Storage, 'getConversation' | 'getTurn'>, scope: Scope, topic: string): Promise<boolean> {
  if (topic === 'user') return true;
  const [kind, id = ''] = topic.split(':', 2);
  if (kind === 'conversation') return (await storage.getConversation(scope, id)) !== null;
  if (kind === 'turn') return (await storage.getTurn(scope, id)) !== null;
  return false;
}
