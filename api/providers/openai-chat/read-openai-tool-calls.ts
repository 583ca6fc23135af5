import type { PartWriter } from '../kit/part-writer.ts';
import { asArray, asCount, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';

interface OpenCall {
  readonly index: number | undefined;
  id: string | undefined;
  name: string | undefined;
  part: string | undefined;
  /** The arguments so far. */
  said: string;
}

/** Gathers the pieces of tool calls. */
export interface ToolCallReader {
  read(delta: Loose): void;
  /** Opens what never got a name, so that nothing is lost. */
  end(): void;
  readonly hasCalls: boolean;
}

const argumentsOf = (value: unknown): string => (typeof value === 'string' ? value : asObject(value) ? JSON.stringify(value) : '');

/**
 * Pieces belong together by index; a server that leaves the index out, or gives every call index 0, means a new call whenever another id
 * comes with a name. Missing ids are made up: a result needs one to refer to.
 */
export function createToolCallReader(parts: PartWriter): ToolCallReader {
  const calls: OpenCall[] = [];

  function find(index: number | undefined, id: string | undefined, name: string | undefined): OpenCall | undefined {
    if (id !== undefined) {
      const same = calls.findLast((call) => call.id === id && (index === undefined || call.index === undefined || call.index === index));
      if (same) return same;
    }
    const call = index === undefined ? calls.at(-1) : calls.findLast((entry) => entry.index === index);
    if (!call) return undefined;
    if (name === undefined) return call;
    const isOther = id !== undefined && call.id !== undefined && call.id !== id;
    // Without ids, a name begins the next call when the last one is complete; some servers repeat the name of one that is not.
    const isNext = id === undefined && call.part !== undefined && (index === undefined || parseJson(call.said) !== undefined);
    return isOther || isNext ? undefined : call;
  }

  function open(call: OpenCall): void {
    if (call.part !== undefined) return;
    call.part = parts.openTool(call.id ?? `call_${calls.indexOf(call) + 1}`, call.name ?? 'unknown');
    parts.tool(call.part, call.said);
  }

  function readPiece(piece: Loose): void {
    const inner = asObject(piece['function']) ?? piece;
    const index = asCount(piece['index']);
    const id = asWords(piece['id']);
    const name = asWords(inner['name']);
    let call = find(index, id, name);
    if (!call) {
      call = { index, id, name: undefined, part: undefined, said: '' };
      calls.push(call);
    }
    call.id ??= id;
    call.name ??= name;
    const text = argumentsOf(inner['arguments']);
    if (call.name !== undefined) open(call);
    call.said += text;
    if (call.part !== undefined) parts.tool(call.part, text);
  }

  return {
    read(delta) {
      for (const piece of asArray(delta['tool_calls'])) {
        const known = asObject(piece);
        if (known) readPiece(known);
      }
      // The form before tool calls: one function, its name first, then its arguments.
      const legacy = asObject(delta['function_call']);
      if (legacy) readPiece({ index: 0, function: { name: legacy['name'], arguments: asText(legacy['arguments']) ?? '' } });
    },
    end() {
      for (const call of calls) open(call);
    },
    get hasCalls() {
      return calls.length > 0;
    },
  };
}
