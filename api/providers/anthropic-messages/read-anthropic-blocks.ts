import type { Sink } from '../kit/model-stream.ts';
import type { PartWriter } from '../kit/part-writer.ts';
import { asArray, asCount, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { wrapRedacted } from './redacted-signature.ts';
import { toSearchBlock, wrapSearch } from './search-blocks.ts';

interface OpenBlock {
  readonly kind: 'text' | 'thinking' | 'tool' | 'search' | 'other';
  /** The part of a tool call. */
  readonly part?: string;
  /** Arguments that came whole with the start; written at the end unless pieces came. */
  readonly input?: string;
  /** A search of Anthropic's own as it began, and the pieces of what is searched for. */
  readonly search?: Loose;
  pieces?: string;
  hasPieces: boolean;
  signature: string;
}

/** Reads the numbered blocks of a message. */
export interface BlockReader {
  start(index: number, block: Loose): void;
  delta(index: number, delta: Loose): void;
  stop(index: number): void;
  stopAll(): void;
}

/**
 * Blocks that Anthropic's own tools leave behind; they carry nothing for the reader of an answer but the sources that are cited elsewhere. Searches
 * of the web are kept for the next turn.
 */
const silent = /^(?:server_tool_use|.*_tool_result|container_upload|fallback)$/;

export function createBlockReader(sink: Sink, parts: PartWriter, join: (delta: string) => string): BlockReader {
  const blocks = new Map<number, OpenBlock>();
  const warned = new Set<string>();

  function cite(citation: Loose | undefined): void {
    const url = asWords(citation?.['url']);
    if (url !== undefined) return parts.source(url, asText(citation?.['title']));
    const title = asWords(citation?.['document_title']) ?? asWords(citation?.['title']) ?? asWords(citation?.['source']);
    const quote = asWords(citation?.['cited_text']);
    const page = asCount(citation?.['start_page_number']);
    parts.quote({
      ...(title === undefined ? {} : { title }),
      ...(quote === undefined ? {} : { quote }),
      ...(page === undefined ? {} : { page }),
    });
  }

  function open(kind: string, block: Loose): OpenBlock {
    if (kind === 'text') {
      parts.text(join(asText(block['text']) ?? ''));
      // Only a whole document has them here; a stream tells them one by one.
      for (const citation of asArray(block['citations'])) cite(asObject(citation));
      return { kind, hasPieces: false, signature: '' };
    }
    if (kind === 'thinking') {
      parts.reasoning(asText(block['thinking']) ?? '');
      return { kind, hasPieces: false, signature: asText(block['signature']) ?? '' };
    }
    if (kind === 'redacted_thinking') {
      parts.close(wrapRedacted(asText(block['data']) ?? ''));
      return { kind: 'other', hasPieces: false, signature: '' };
    }
    if (kind === 'tool_use') {
      const part = parts.openTool(asWords(block['id']) ?? `call_${blocks.size + 1}`, asWords(block['name']) ?? 'unknown');
      const input = asObject(block['input']);
      return {
        kind: 'tool',
        part,
        hasPieces: false,
        signature: '',
        ...(input && Object.keys(input).length > 0 ? { input: JSON.stringify(input) } : {}),
      };
    }
    const failed = asWords(asObject(block['content'])?.['error_code']);
    if (silent.test(kind) && failed !== undefined) {
      const tool = kind.replace(/_tool_result$/, '').replaceAll('_', ' ');
      sink({
        type: 'warning',
        code: 'provider.tool-failed',
        message: `The provider's own ${tool.slice(0, 60)} failed: ${failed.slice(0, 100)}`,
      });
    }
    if (!silent.test(kind) && !warned.has(kind)) {
      warned.add(kind);
      sink({
        type: 'warning',
        code: 'provider.unknown-block',
        message: `The provider sent a block of a kind that is not known: ${kind.slice(0, 60)}`,
      });
    }
    if (toSearchBlock(block)) return { kind: 'search', search: block, pieces: '', hasPieces: false, signature: '' };
    return { kind: 'other', hasPieces: false, signature: '' };
  }

  /** One that was cut off in the middle is not kept. */
  function keepSearch(block: Loose, pieces: string): void {
    const input = pieces === '' ? block['input'] : asObject(parseJson(pieces));
    const search = input === undefined && pieces !== '' ? undefined : toSearchBlock({ ...block, input });
    if (search) parts.close(wrapSearch(search));
  }

  const reader: BlockReader = {
    start(index, block) {
      reader.stop(index);
      const kind = asText(block['type']) ?? '';
      // Words that cite something are a block of their own in the middle of a sentence: blocks of words in a row are one text. Reasoning never
      // spans two blocks, since each has a signature of its own.
      if (kind !== 'text') parts.close();
      blocks.set(index, open(kind, block));
    },
    delta(index, delta) {
      switch (delta['type']) {
        case 'text_delta':
          return parts.text(join(asText(delta['text']) ?? ''));
        case 'thinking_delta':
          return parts.reasoning(asText(delta['thinking']) ?? '');
        case 'signature_delta': {
          const block = blocks.get(index);
          if (block) block.signature += asText(delta['signature']) ?? '';
          return;
        }
        case 'input_json_delta': {
          const block = blocks.get(index);
          const piece = asText(delta['partial_json']) ?? '';
          if (block?.search) block.pieces += piece;
          if (block?.part === undefined || piece === '') return;
          block.hasPieces = true;
          return parts.tool(block.part, piece);
        }
        case 'citations_delta':
          return cite(asObject(delta['citation']));
      }
    },
    stop(index) {
      const block = blocks.get(index);
      if (!block) return;
      blocks.delete(index);
      if (block.part !== undefined) {
        if (!block.hasPieces && block.input !== undefined) parts.tool(block.part, block.input);
        parts.closeTool(block.part);
      } else if (block.kind === 'thinking') {
        // Signed thinking may have no words to show, and its signature is still needed.
        if (block.signature === '') parts.close();
        else parts.close(block.signature);
      } else if (block.search) keepSearch(block.search, block.pieces ?? '');
    },
    stopAll() {
      for (const index of blocks.keys()) reader.stop(index);
      parts.closeAll();
    },
  };
  return reader;
}
