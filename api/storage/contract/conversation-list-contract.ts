import { describe, expect, test } from 'vitest';
import type { ConversationQuery } from '../ports/conversations.ts';
import type { Scope } from '../ports/scope.ts';
import { exchange, newPerson, row, sendInput } from './builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function conversationListContract(makePlace: PlaceFactory): void {
  describe('the list of conversations', () => {
    const store = useStore(makePlace);

    const talk = async (scope: Scope, title: string, now: number): Promise<string> =>
      (await exchange(store().storage, scope, null, title, { now })).conversation.id;
    const titles = async (scope: Scope, query: Partial<ConversationQuery> = {}): Promise<string[]> => {
      const { rows } = await store().storage.listConversations(scope, { show: 'active', limit: 50, ...query });
      return rows.map((each) => ('type' in each ? 'damaged' : each.title));
    };

    test('is ordered by activity, newest first, and comes in pages that neither repeat nor skip', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      for (let index = 0; index < 11; index += 1) await talk(ada, `Talk ${index}`, 1_000 + Math.floor(index / 3));
      const all = await storage.listConversations(ada, { show: 'active', limit: 50 });
      expect(all.more).toBe(false);
      const keys = all.rows.map((each) => [row(each as { activityAt: number }).activityAt, each.id] as const);
      expect(keys).toEqual(keys.toSorted(([a, x], [b, y]) => b - a || (x < y ? 1 : -1)));

      const paged: string[] = [];
      let after: ConversationQuery['after'];
      for (let more = true; more;) {
        const page = await storage.listConversations(ada, { show: 'active', limit: 4, ...(after === undefined ? {} : { after }) });
        paged.push(...page.rows.map((each) => each.id));
        const last = page.rows.at(-1);
        if (last !== undefined && !('type' in last)) after = { activityAt: last.activityAt, id: last.id };
        more = page.more;
      }
      expect(paged).toEqual(all.rows.map((each) => each.id));
    });

    test('moves a conversation up when a message is added', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const first = await exchange(storage, ada, null, 'First', { now: 1 });
      await talk(ada, 'Second', 2);
      expect(await titles(ada)).toEqual(['Second', 'First']);
      await storage.beginTurn(ada, sendInput(first.answer.id, 'More', { conversationId: first.conversation.id, now: 3 }));
      expect(await titles(ada)).toEqual(['First', 'Second']);
    });

    test('shows active, pinned, archived and deleted ones apart', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const ids: Record<string, string> = {};
      for (const [index, name] of ['plain', 'pinned', 'archived', 'both', 'gone'].entries()) ids[name] = await talk(ada, name, index);
      await storage.updateState(ada, ids['pinned']!, { pinned: true });
      await storage.updateState(ada, ids['archived']!, { archived: true });
      await storage.updateState(ada, ids['both']!, { archived: true, pinned: true });
      await storage.updateState(ada, ids['gone']!, { archived: true, pinned: true });
      await storage.setDeleted(ada, ids['gone']!, 9);
      expect(await titles(ada)).toEqual(['pinned', 'plain']);
      expect(await titles(ada, { show: 'pinned' })).toEqual(['both', 'pinned']);
      expect(await titles(ada, { show: 'archived' })).toEqual(['both', 'archived']);
      expect(await titles(ada, { show: 'bin' })).toEqual(['gone']);
      await storage.setDeleted(ada, ids['gone']!, null);
      expect(await titles(ada, { show: 'bin' })).toEqual([]);
      expect(await titles(ada, { show: 'archived' })).toEqual(['gone', 'both', 'archived']);
    });

    test('finds part of a title without case, as data and not as a pattern', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const wanted = ['100% Sure', 'a_b', 'ΣΟΦΌΣ ΛΌΓΟΣ', 'Caf\u00e9', "O'Brien *[x]", 'Straße'];
      for (const [index, title] of wanted.entries()) await talk(ada, title, index);
      expect(await titles(ada, { title: '% s' })).toEqual(['100% Sure']);
      expect(await titles(ada, { title: '_' })).toEqual(['a_b']);
      expect(await titles(ada, { title: 'σοφός' })).toEqual(['ΣΟΦΌΣ ΛΌΓΟΣ']);
      expect(await titles(ada, { title: 'CAFE\u0301' })).toEqual(['Caf\u00e9']);
      expect(await titles(ada, { title: "o'brien *[" })).toEqual(["O'Brien *[x]"]);
      expect(await titles(ada, { title: 'STRAẞE' })).toEqual(['Straße']);
      expect(await titles(ada, { title: '.*' })).toEqual([]);
      expect(await titles(ada, { title: '' })).toHaveLength(wanted.length);
    });

    test('says the counter at the time of reading, from which changes follow', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      expect((await storage.listConversations(ada, { show: 'active', limit: 5 })).rev).toBe(0);
      const ids = [await talk(ada, 'A', 1), await talk(ada, 'B', 2), await talk(ada, 'C', 3)];
      const { rev } = await storage.listConversations(ada, { show: 'active', limit: 5 });
      await storage.updateState(ada, ids[1]!, { draft: 'x' });
      await storage.updateState(ada, ids[0]!, { draft: 'y' });
      await storage.setDeleted(ada, ids[2]!, 9);
      const changes = await storage.readChanges(ada, rev, 10);
      expect(changes.rows.map((each) => each.id)).toEqual([ids[1], ids[0], ids[2]]);
      expect(changes).toMatchObject({ gone: [], more: false, rev: rev + 3 });
      expect(await storage.readChanges(ada, changes.rev, 10)).toEqual({ rows: [], gone: [], more: false, rev: changes.rev });
    });

    test('hands out changes in pages, rows and purged ones under one counter', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const ids: string[] = [];
      for (let index = 0; index < 6; index += 1) ids.push(await talk(ada, `Talk ${index}`, index));
      await storage.setDeleted(ada, ids[0]!, 10);
      await storage.setDeleted(ada, ids[1]!, 20);
      await storage.purge(30, 10);
      await storage.updateState(ada, ids[2]!, { draft: 'last' });
      const seen: string[] = [];
      const gone: string[] = [];
      let since = 0;
      for (let more = true; more;) {
        const page = await storage.readChanges(ada, since, 2);
        expect(page.rows.length + page.gone.length).toBeLessThanOrEqual(2);
        seen.push(...page.rows.map((each) => each.id));
        gone.push(...page.gone);
        since = page.rev;
        more = page.more;
      }
      expect(seen).toEqual([ids[3], ids[4], ids[5], ids[2]]);
      expect(gone).toEqual([ids[0], ids[1]]);
    });
  });
}
