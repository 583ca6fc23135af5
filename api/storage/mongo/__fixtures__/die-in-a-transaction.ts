import { ownerScope } from '../../../policies/owner-scope.ts';
import { createMongoStorage } from '../create-mongo-storage.ts';

/** A node that is killed when its second change is about to be committed: everything of it is written, and nothing of it is over. */
const [uri, database, node, ownerId, conversationId] = process.argv.slice(2) as [string, string, string, string, string];
let armed = false;
const storage = await createMongoStorage({
  uri,
  database,
  onCommand: (command) => {
    if (armed && 'commitTransaction' in command) process.kill(process.pid, 'SIGKILL');
  },
});
await storage.nodes!.join({ node, alone: false }, 10_000);
armed = true;
await storage.updateConversation(ownerScope(ownerId), conversationId, { title: 'Never', titleSource: 'user'});
