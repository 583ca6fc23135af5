import type { Scope } from '../../ports/scope.ts';
import type { Storage } from '../../ports/storage.ts';

const shows = ['active', 'pinned', 'archived', 'bin'] as const;

/** Everything that the port shows a person, page by page where it has pages. */
async function viewOf(storage: Storage, scope: Scope): Promise<unknown> {
  const lists = [];
  for (const show of shows) lists.push(await storage.listConversations(scope, { show, limit: 1_000 }));
  const changes = await storage.readChanges(scope, 0, 1_000);
  const branches = [];
  for (const { id } of changes.rows) {
    const conversation = await storage.getConversation(scope, id);
    const page = await storage.readBranch(scope, id, { limit: 1_000 });
    branches.push(conversation, page);
    if (page === null || page === 'no-message') continue;
    const siblings = new Set(page.messages.flatMap((message) => ('siblings' in message ? message.siblings : [])));
    for (const leafId of siblings) branches.push(await storage.readBranch(scope, id, { leafId, limit: 1_000 }));
  }
  const sessions = await storage.listSessions(scope.ownerId);
  return {
    account: await storage.getUser(scope.ownerId),
    sessions,
    keys: await storage.listKeys(scope),
    apiKeys: await storage.listApiKeys(scope),
    presets: await storage.listPresets(scope),
    favourites: await storage.listFavourites(scope),
    lists,
    changes,
    branches,
    usage: await storage.readUsage(scope, { from: '2026-01-01', to: '2027-01-01' }),
    active: await storage.listActiveTurns(scope),
  };
}

/** What people see of a storage, to be compared with what they see of another. */
export async function portView(storage: Storage, people: readonly Scope[]): Promise<unknown> {
  const views = [];
  for (const scope of people) views.push(await viewOf(storage, scope));
  const decisions = await storage.listDecisions('model');
  return { accounts: await storage.countUsers(), budgets: await storage.readAccounts(['month']), decisions, views };
}
