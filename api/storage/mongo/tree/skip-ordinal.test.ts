import { expect, test } from 'vitest';
import { placeUnder, top, type Placed } from './skip-ordinal.ts';

/** A line of messages whose ordinals are their depths, each placed by comparing depths, as the list is defined. */
function lineByDefinition(length: number): Placed[] {
  const line: Placed[] = [top];
  const at = (ordinal: number): Placed => line[ordinal] ?? top;
  for (let ordinal = 1; ordinal <= length; ordinal += 1) {
    const parent = at(ordinal - 1);
    const skipped = at(parent.skip);
    const even = parent.depth - skipped.depth === skipped.depth - at(skipped.skip).depth;
    line.push({ ordinal, depth: ordinal, skip: even ? skipped.skip : parent.ordinal });
  }
  return line;
}

test('the place of a message follows from its parent’s depth, and is that of the list as it is defined', () => {
  const line = lineByDefinition(5_000);
  for (const [index, parent] of line.slice(0, -1).entries()) {
    const { depth, skip } = line[index + 1]!;
    expect(placeUnder(parent, line[parent.skip]!.skip)).toEqual({ depth, skip });
  }
});
