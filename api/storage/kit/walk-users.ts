import type { UserQuery, UserRow } from '../ports/users.ts';
import { foldTitle } from './fold-title.ts';

/** So many accounts are looked at between two chances for others to be served. */
const pageLength = 500;

/** The accounts that are asked for, out of pages in the order of ids: letters of names are compared by one rule whatever the store. */
export async function walkUsers(
  { text, role, limit }: UserQuery,
  readPage: (afterId: string, length: number) => Promise<UserRow[]>,
): Promise<UserRow[]> {
  const wanted = foldTitle(text.trim());
  const isWanted = (user: UserRow): boolean =>
    (role === undefined || user.role === role) && foldTitle(`${user.name}\n${user.email}`).includes(wanted);
  const found: UserRow[] = [];
  let after = '';
  for (;;) {
    const page = await readPage(after, pageLength);
    found.push(...page.filter(isWanted));
    const last = page.at(-1);
    if (found.length >= limit || last === undefined || page.length < pageLength) return found.slice(0, limit);
    after = last.id;
  }
}
