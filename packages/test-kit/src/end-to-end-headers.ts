/** What is said to the next in line alone (RFC 9110 §7.6.1). How long one keeps a connection is no promise of the other's. */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** The headers that a proxy passes on, as they were written: names and values in turn, as Node has them raw. */
export function endToEndHeaders(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) if (!hopByHop.has(raw[index]!.toLowerCase())) kept.push(raw[index]!, raw[index + 1]!);
  return kept;
}
