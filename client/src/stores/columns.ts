/** By the id of an answer the id of the one that was asked for in its place. */
export type Replaced = Readonly<Record<string, string>>;

/** Ids in their order, each that was replaced giving its place to what replaced it last. What was replaced by something that is not there stays. */
export function inPlace(ids: readonly string[], replaced: Replaced): readonly string[] {
  const newest = (id: string): string => {
    let at = id;
    for (let next = replaced[at]; next !== undefined && ids.includes(next); next = replaced[at]) at = next;
    return at;
  };
  const newer = new Set(Object.values(replaced));
  return [...new Set(ids.filter((id) => !newer.has(id) || !ids.some((old) => replaced[old] === id)).map(newest))];
}
