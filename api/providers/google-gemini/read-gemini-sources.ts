import type { PartWriter } from '../kit/part-writer.ts';
import { asArray, asObject, asText, asWords, type Loose } from '../kit/tolerant.ts';

/** Writes the sources of an answer: what was found, what was quoted at length, and which pages were read. */
export function readGeminiSources(candidate: Loose, parts: PartWriter): void {
  for (const entry of asArray(asObject(candidate['groundingMetadata'])?.['groundingChunks'])) {
    const chunk = asObject(entry);
    const found = asObject(chunk?.['web']) ?? asObject(chunk?.['retrievedContext']) ?? asObject(chunk?.['maps']);
    const url = asWords(found?.['uri']);
    if (url !== undefined) parts.source(url, asText(found?.['title']));
  }
  const quoted = asObject(candidate['citationMetadata']);
  for (const entry of asArray(quoted?.['citationSources'] ?? quoted?.['citations'])) {
    const citation = asObject(entry);
    const url = asWords(citation?.['uri']);
    if (url !== undefined) parts.source(url, asText(citation?.['title']));
  }
  for (const entry of asArray(asObject(candidate['urlContextMetadata'])?.['urlMetadata'])) {
    const page = asObject(entry);
    const url = asWords(page?.['retrievedUrl']);
    if (url !== undefined && page?.['urlRetrievalStatus'] === 'URL_RETRIEVAL_STATUS_SUCCESS') parts.source(url);
  }
}
