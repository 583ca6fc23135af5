import { isKnownPart, type Part, type PartOf } from '@parley/contracts';
import { addCounts, countOf, nothingCounted, type Count } from './count.ts';
import type { CountMethod, TextCounter } from './text-counter.ts';

/**
 * Files are counted by rule, since what a provider makes of one is not known before: an image 1,200 tokens (what a picture of a screen takes
 * at high detail with the larger vendors), a PDF 1,800 a page of 60 KB and at least one, sound 32 a second at 16 KB a second, anything else
 * a quarter of its bytes, as text.
 */
export function fileTokens({ mediaType, bytes }: Pick<PartOf<'file'>, 'mediaType' | 'bytes'>): number {
  if (mediaType.startsWith('image/')) return 1_200;
  if (mediaType === 'application/pdf') return 1_800 * Math.max(1, Math.ceil(bytes / 60_000));
  if (mediaType.startsWith('audio/')) return Math.ceil((bytes / 16_000) * 32);
  return Math.ceil(bytes / 4);
}

/** What providers put around a message, and around a call and its result, in tokens. */
export const messageOverhead: Count = countOf('around', 4);
const toolOverhead = countOf('around', 8);

/** What one part counts as it is sent; nothing for what no provider is sent: sources, errors, thoughts without a proof, unknown parts. */
export async function countPart(part: Part, counter: TextCounter, method: CountMethod): Promise<Count> {
  if (!isKnownPart(part)) return nothingCounted;
  switch (part.type) {
    case 'text':
    case 'summary':
      return counter.count(part.text, method);
    case 'reasoning':
      return part.signature === undefined ? nothingCounted : counter.count(part.text, method);
    case 'tool-call':
      return addCounts(toolOverhead, await counter.count(part.name + part.arguments, method));
    case 'tool-result':
      return addCounts(toolOverhead, await counter.count(part.content, method));
    case 'file':
      return countOf('ruled', fileTokens(part));
    default:
      return nothingCounted;
  }
}
