import type { Usage } from '@parley/contracts';
import { createPartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { asArray, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { isMalformed, mapGeminiStopReason } from './map-gemini-stop-reason.ts';
import { mapGeminiUsage } from './map-gemini-usage.ts';
import { createPartReader } from './read-gemini-parts.ts';
import { readGeminiSources } from './read-gemini-sources.ts';

/** `HARM_CATEGORY_HATE_SPEECH` as a person reads it. */
const plainCategory = (category: string): string => category.replace('HARM_CATEGORY_', '').replaceAll('_', ' ').toLowerCase();

/** What Google blocked, as far as it says. */
function blockedFor(ratings: unknown): string {
  const named = asArray(ratings).flatMap((entry) => {
    const rating = asObject(entry);
    return rating?.['blocked'] === true || rating?.['probability'] === 'HIGH' ? (asWords(rating['category']) ?? []) : [];
  });
  return named.length === 0 ? '' : ` (${named.map(plainCategory).join(', ').slice(0, 200)})`;
}

const documentWords = 'The provider answered with a document that holds no answer.';

/** Reads an answer of Gemini: every event is a small answer of its own, and the stream ends with the connection. */
export function createGeminiReader({ sink, fail, join, onStopReason }: AnswerReaderOptions): AnswerReader {
  const parts = createPartWriter(sink);
  const warned = new Set<string>();
  let responseId = '';
  const reader = createPartReader(parts, join, warnOfKind, () => (responseId === '' ? '' : `${responseId}_`));
  let usage: Usage | undefined;
  let stopReason: string | undefined;
  let isDone = false;

  function warnOfKind(kind: string): void {
    if (warned.has(kind)) return;
    warned.add(kind);
    const message = `The provider sent something of a kind that is not known: ${kind.slice(0, 60)}`;
    sink({ type: 'warning', code: 'provider.unknown-block', message });
  }

  function readCandidate(candidate: Loose): void {
    for (const entry of asArray(asObject(candidate['content'])?.['parts'])) {
      const part = asObject(entry);
      if (part) reader.part(part);
    }
    readGeminiSources(candidate, parts);
    const reason = asWords(candidate['finishReason']);
    if (reason === undefined || reason === 'FINISH_REASON_UNSPECIFIED') return;
    stopReason = reason;
    if (isMalformed(reason)) throw malformed(candidate, reason);
    if (mapGeminiStopReason(reason, false) !== 'refusal' || warned.has('blocked')) return;
    warned.add('blocked');
    const why = asWords(candidate['finishMessage'])?.slice(0, 500) ?? `${reason}${blockedFor(candidate['safetyRatings'])}`;
    sink({ type: 'warning', code: 'provider.blocked', message: `Google ended the answer: ${why}` });
  }

  const malformed = (candidate: Loose, reason: string): ProviderError =>
    new ProviderError(
      'provider.bad-answer',
      asWords(candidate['finishMessage'])?.slice(0, 500) ?? `The model wrote a broken answer: ${reason}`,
    );

  function readPromptFeedback(feedback: Loose | undefined): void {
    const reason = asWords(feedback?.['blockReason']);
    if (reason === undefined || reason === 'BLOCKED_REASON_UNSPECIFIED' || reason === 'BLOCK_REASON_UNSPECIFIED') return;
    const why = asWords(feedback?.['blockReasonMessage'])?.slice(0, 500) ?? `${reason}${blockedFor(feedback?.['safetyRatings'])}`;
    throw new ProviderError('provider.refused', `Google blocked the question: ${why}`);
  }

  function read(event: Loose): void {
    if (event['error'] != null) throw fail(event);
    usage = mapGeminiUsage(event['usageMetadata']) ?? usage;
    if (responseId === '') responseId = asText(event['responseId'])?.slice(0, 64) ?? '';
    readPromptFeedback(asObject(event['promptFeedback']));
    for (const entry of asArray(event['candidates'])) {
      const candidate = asObject(entry);
      // We ask for one answer; others are not for us.
      if (candidate && (candidate['index'] ?? 0) === 0) readCandidate(candidate);
    }
    // Older servers give a reason with every event: the end is where nothing follows.
    if (stopReason !== undefined) onStopReason();
  }

  function tellRest(): void {
    isDone = true;
    parts.closeAll();
    if (usage) sink({ type: 'usage', usage });
  }

  function finish(reason: string): void {
    tellRest();
    sink({ type: 'finish', stopReason: mapGeminiStopReason(reason, reader.hasCalls) });
  }

  function end(): void {
    if (isDone) return;
    if (stopReason !== undefined) return finish(stopReason);
    throw new ProviderError('provider.cut-off', 'The answer stopped in the middle: the provider closed the connection without ending it.');
  }

  const isAnswer = (body: Loose): boolean =>
    Array.isArray(body['candidates']) || body['error'] != null || asObject(body['promptFeedback']) !== undefined;

  return {
    onEvent({ event, data }, ending) {
      if (isDone || data === '' || data.trim() === '[DONE]') return;
      const said = asObject(parseJson(data));
      if (said) return read(said);
      if (event === 'error') throw fail(data);
      // What the end of the connection cut short is missing, not wrong.
      if (!ending) throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
    },
    onBreak() {
      if (!isDone) tellRest();
    },
    onEnd: end,
    onWhole(body) {
      if (!isAnswer(body)) throw new ProviderError('provider.bad-answer', documentWords);
      read(body);
      finish(stopReason ?? 'STOP');
    },
    onList(events) {
      const bodies = events.map(asObject).filter((body) => body !== undefined);
      if (!bodies.some(isAnswer)) throw new ProviderError('provider.bad-answer', documentWords);
      bodies.forEach(read);
      end();
    },
  };
}
