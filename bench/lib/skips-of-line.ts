/**
 * The skip pointers of one line of messages, by ordinal (0 is above the root), where a message's depth is its ordinal. The rule is that of the
 * adapters' `tree/skip-ordinal.ts`; a test holds the two against each other.
 */
export function skipsOfLine(count: number): Int32Array {
  const skips = new Int32Array(count + 1);
  for (let ordinal = 1; ordinal <= count; ordinal += 1) {
    const parent = ordinal - 1;
    const skipped = skips[parent]!;
    const even = parent - skipped === skipped - skips[skipped]!;
    skips[ordinal] = even ? skips[skipped]! : parent;
  }
  return skips;
}
