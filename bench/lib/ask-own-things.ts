import { uuidv7 } from '@parley/chat-core';

/** Sends a request and answers its body; rejects when it was refused. */
export type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;
/** Carries a request out and notes what it cost. */
export type Cost = (route: string, request: () => Promise<unknown>) => Promise<void>;

const model = { endpoint: 'demo', id: 'demo' };
const ofDemo = '?name=demo%2Fdemo';

/** What a request is made of: shown, noted and folded, in a conversation that is long enough for it. */
export async function askContext(call: Call, cost: Cost, conversationId: string, leafId: string): Promise<void> {
  const at = `/api/conversations/${conversationId}`;
  let notes: { notes: readonly { id: string; kind?: string }[] } = { notes: [] };
  await cost('context.preview', () => call('POST', `${at}/context`, { parentId: leafId, model, parts: [] }));
  await cost('context.sent', () => call('GET', `${at}/messages/${leafId}/context`));
  await cost('context.compact', async () => void (notes = (await call('POST', `${at}/compact`, { leafId, model })) as typeof notes));
  const note = `${at}/notes/${notes.notes.at(-1)!.id}`;
  await cost('context.notes', () => call('GET', `${at}/notes`));
  await cost('context.edit-summary', () => call('PATCH', note, { text: 'In other words.' }));
  await cost('context.remove-note', () => call('DELETE', note));
  await cost('context.mark', () => call('PUT', `${at}/messages/${leafId}/mark`, { mark: 'pinned' }));
}

export async function askPresets(call: Call, cost: Cost): Promise<void> {
  const id = uuidv7();
  const preset = { name: 'Careful', settings: { temperature: 0 } };
  await cost('presets.put', () => call('PUT', `/api/presets/${id}`, { ...preset, isDefault: true }));
  await cost('presets.list', () => call('GET', '/api/presets'));
  await cost('presets.order', () => call('POST', '/api/presets/order', { ids: [id] }));
  await cost('presets.import', () => call('POST', '/api/presets/import', { presets: [preset] }));
  await cost('presets.put-favourite', () => call('POST', '/api/favourites', { model, marked: true }));
  await cost('presets.remove', () => call('DELETE', `/api/presets/${id}`));
}

export async function askKeys(call: Call, cost: Cost): Promise<void> {
  let id = '';
  const wanted = { name: 'A script', scopes: ['chat.write'], expiresInDays: 30 };
  await cost('api-keys.create', async () => void ({ id } = ((await call('POST', '/api/api-keys', wanted)) as { key: { id: string } }).key));
  await cost('api-keys.list', () => call('GET', '/api/api-keys'));
  await cost('api-keys.remove', () => call('DELETE', `/api/api-keys/${id}`));
}

/** As the administrator. */
export async function askUsage(call: Call, cost: Cost, conversationId: string): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const days = `?from=${today}&to=${today}`;
  const someone = { type: 'role', id: 'member' };
  await cost('usage.mine', () => call('GET', `/api/usage${days}`));
  await cost('usage.chat', () => call('GET', `/api/usage/conversations/${conversationId}`));
  await cost('usage.everybody', () => call('GET', `/api/usage/everybody${days}`));
  await cost('usage.put-budget', () => call('PUT', '/api/usage/budgets', { principal: someone, dollarsPerMonth: 5 }));
  await cost('usage.list-budgets', () => call('GET', '/api/usage/budgets'));
  await cost('usage.delete-budget', () => call('DELETE', `/api/usage/budgets?type=${someone.type}&id=${someone.id}`));
  await cost('usage.put-model', () => call('PUT', `/api/usage/models${ofDemo}`, { contextTokens: 100_000 }));
  await cost('usage.list-models', () => call('GET', '/api/usage/models'));
  await cost('usage.delete-model', () => call('DELETE', `/api/usage/models${ofDemo}`));
  await cost('admin.notices', () => call('GET', '/api/admin/notices'));
  await cost('admin.people', () => call('GET', '/api/admin/people?text=a'));
  await cost('admin.list-probes', () => call('GET', '/api/admin/probes'));
  await cost('admin.probe', () => call('POST', '/api/admin/probe', { model }));
}
