import type { StopReason, Usage } from '@parley/contracts';
import { createPartWriter } from '../kit/part-writer.ts';
import type { AnswerReader, AnswerReaderOptions } from '../kit/read-answer.ts';
import { asArray, asCount, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';
import { mapBedrockStopReason } from './map-bedrock-stop-reason.ts';
import { mapBedrockUsage } from './map-bedrock-usage.ts';
import { wrapRedacted } from './reasoning-signature.ts';

interface OpenBlock {
  /** The part of a tool call; undefined for words and reasoning. */
  readonly part: string | undefined;
  isThought: boolean;
  signature: string;
  /** Of a picture: its format, and its bytes as far as they have come. */
  image?: { readonly format: string; base64: string };
}

/** Two pieces, each base64 of its own bytes, as one. */
const joinBase64 = (before: string, piece: string): string =>
  before.endsWith('=') ? Buffer.concat([Buffer.from(before, 'base64'), Buffer.from(piece, 'base64')]).toString('base64') : before + piece;

interface BedrockReaderOptions extends Omit<AnswerReaderOptions, 'fail'> {
  /** Makes the error that is thrown when the stream reports an exception, from its name and parsed payload. */
  readonly fail: (exception: string, body: unknown) => ProviderError;
}

/** Reads an answer of Converse: numbered blocks, then why it stops, then the counts. */
export function createBedrockReader({ sink, fail, join, onStopReason }: BedrockReaderOptions): AnswerReader {
  const parts = createPartWriter(sink);
  const blocks = new Map<number, OpenBlock>();
  const warned = new Set<string>();
  let usage: Usage | undefined;
  let stopReason: StopReason | undefined;
  let isDone = false;
  let made = 0;

  function warn(kind: string): void {
    if (warned.has(kind)) return;
    warned.add(kind);
    const message = `The provider sent something of a kind that is not known: ${kind.slice(0, 60)}`;
    sink({ type: 'warning', code: 'provider.unknown-block', message });
  }

  function openBlock(index: number, tool?: Loose): OpenBlock {
    const known = blocks.get(index);
    if (known) return known;
    made += 1;
    const id = asWords(tool?.['toolUseId']) ?? `call_${made}`;
    const block: OpenBlock = {
      part: tool ? parts.openTool(id, asWords(tool['name']) ?? 'unknown') : undefined,
      isThought: false,
      signature: '',
    };
    blocks.set(index, block);
    return block;
  }

  function cite(citation: Loose): void {
    const location = asObject(citation['location']);
    const source = asWords(citation['source']);
    const url = asWords(asObject(location?.['web'])?.['url']) ?? (source !== undefined && /^https?:/i.test(source) ? source : undefined);
    const title = asWords(citation['title']) ?? source;
    if (url !== undefined) return parts.source(url, title);
    const page = asCount(asObject(location?.['documentPage'])?.['start']);
    parts.quote({
      ...(title === undefined ? {} : { title }),
      quote: asArray(citation['sourceContent'])
        .map((piece) => asText(asObject(piece)?.['text']) ?? '')
        .join(''),
      ...(page === undefined ? {} : { page }),
    });
  }

  function readReasoning(block: OpenBlock, said: Loose): void {
    const inner = asObject(said['reasoningText']) ?? said;
    block.isThought = true;
    parts.reasoning(asText(inner['text']) ?? '');
    block.signature += asText(inner['signature']) ?? '';
    const redacted = asWords(said['redactedContent']);
    if (redacted === undefined) return;
    // Hidden reasoning is a part of its own, also beside words.
    parts.close();
    parts.close(wrapRedacted(redacted));
  }

  function readImage(block: OpenBlock, said: Loose): void {
    const format = asWords(said['format']) ?? block.image?.format ?? 'png';
    const piece = asText(asObject(said['source'])?.['bytes']) ?? '';
    const before = block.image?.base64 ?? '';
    block.image = { format, base64: before === '' ? piece : joinBase64(before, piece) };
  }

  function readDelta(index: number, delta: Loose): void {
    if (typeof delta['text'] === 'string') {
      if (delta['text'] === '') return;
      openBlock(index);
      return parts.text(join(delta['text']));
    }
    const tool = asObject(delta['toolUse']);
    if (tool) {
      const { part } = openBlock(index, tool);
      const input = asText(tool['input']) ?? '';
      return part === undefined ? undefined : parts.tool(part, input);
    }
    const image = asObject(delta['image']);
    if (image) return readImage(openBlock(index), image);
    const reasoning = asObject(delta['reasoningContent']);
    if (reasoning) return readReasoning(openBlock(index), reasoning);
    const citation = asObject(delta['citation']);
    if (citation) return cite(citation);
    warn(Object.keys(delta)[0] ?? 'delta');
  }

  function stopBlock(index: number): void {
    const block = blocks.get(index);
    blocks.delete(index);
    if (block?.part !== undefined) parts.closeTool(block.part);
    else if (block?.image) parts.file({ mediaType: `image/${block.image.format}`, base64: block.image.base64 });
    // Words go on in the next block: those that are cited have one of their own, in the middle of a sentence.
    else if (block?.isThought) parts.close(block.signature === '' ? undefined : block.signature);
  }

  function closeAll(): void {
    for (const index of blocks.keys()) stopBlock(index);
    parts.closeAll();
  }

  function finish(reason: StopReason): void {
    isDone = true;
    closeAll();
    if (usage) sink({ type: 'usage', usage });
    sink({ type: 'finish', stopReason: reason });
  }

  function readStop(reason: string): void {
    // The model wrote what its own server could not read; the words so far stand, and asking again helps.
    if (reason === 'malformed_model_output' || reason === 'malformed_tool_use')
      throw new ProviderError('provider.failed', 'The model wrote a call of a tool, or an answer, that cannot be read.');
    stopReason ??= mapBedrockStopReason(reason);
    onStopReason();
  }

  function readEvent(name: string, said: Loose): void {
    const index = asCount(said['contentBlockIndex']) ?? 0;
    switch (name) {
      case 'contentBlockDelta':
        return readDelta(index, asObject(said['delta']) ?? {});
      case 'contentBlockStart': {
        const start = asObject(said['start']) ?? {};
        const tool = asObject(start['toolUse']);
        const image = asObject(start['image']);
        if (tool) openBlock(index, tool);
        else if (image) readImage(openBlock(index), image);
        else if (Object.keys(start).length > 0) warn(Object.keys(start)[0] ?? 'block');
        return;
      }
      case 'contentBlockStop':
        return stopBlock(index);
      case 'messageStop':
        return readStop(asText(said['stopReason']) ?? '');
      case 'metadata':
        usage = mapBedrockUsage(said['usage']) ?? usage;
        // The counts come last.
        return stopReason === undefined ? undefined : finish(stopReason);
      case 'messageStart':
        return;
      default:
        warn(name || 'event without a type');
    }
  }

  function readWholeBlock(index: number, block: Loose): void {
    const tool = asObject(block['toolUse']);
    const reasoning = asObject(block['reasoningContent']);
    const cited = asObject(block['citationsContent']);
    if (tool) {
      const { part } = openBlock(index, tool);
      if (part !== undefined) parts.tool(part, JSON.stringify(asObject(tool['input']) ?? {}));
    } else if (reasoning) readReasoning(openBlock(index), reasoning);
    else if (cited) {
      for (const entry of asArray(cited['content'])) readWholeBlock(index, asObject(entry) ?? {});
      for (const entry of asArray(cited['citations'])) cite(asObject(entry) ?? {});
    } else readDelta(index, block);
    stopBlock(index);
  }

  return {
    onEvent({ event, data }) {
      if (isDone) return;
      const said = data === '' ? {} : asObject(parseJson(data));
      const failed = /^(?:exception|error):(\S*) ?(.*)$/s.exec(event);
      if (failed) throw fail(failed[1] ?? '', said && data !== '' ? said : { message: data || failed[2] });
      if (!said) throw new ProviderError('provider.bad-answer', 'A piece of the answer cannot be read.');
      readEvent(event, said);
    },
    onBreak() {
      if (isDone) return;
      isDone = true;
      // Half a picture is none.
      for (const block of blocks.values()) delete block.image;
      closeAll();
      if (usage) sink({ type: 'usage', usage });
    },
    onEnd() {
      if (isDone) return;
      // It said why it ended; only the counts are missing.
      if (stopReason !== undefined) return finish(stopReason);
      throw new ProviderError(
        'provider.cut-off',
        'The answer stopped in the middle: the provider closed the connection without ending it.',
      );
    },
    onWhole(body) {
      const message = asObject(asObject(body['output'])?.['message']);
      if (!message) throw new ProviderError('provider.bad-answer', 'The provider answered with a document that holds no answer.');
      for (const [index, block] of asArray(message['content']).entries()) readWholeBlock(index, asObject(block) ?? {});
      usage = mapBedrockUsage(body['usage']);
      readStop(asText(body['stopReason']) ?? 'end_turn');
      finish(stopReason ?? 'end');
    },
  };
}
