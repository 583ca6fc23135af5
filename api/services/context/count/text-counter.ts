import { setImmediate } from 'node:timers/promises';
import { countOf, type Count } from './count.ts';
import { estimateCount } from './estimate-tokens.ts';

/** How a text is counted: by the tokenizer of the model's family, or estimated by its scripts. */
export type CountMethod = 'tokenizer' | 'estimate';

/** Families whose tokens are those of o200k_base, as OpenAI says of them. */
const tokenizerFamilies = /^(?:openai\/)?(?:gpt-(?:4o|4\.1|4\.5|5|oss)|chatgpt-|o[1-9](?:$|[-.:@])|codex-)/i;

export const methodFor = (model: string): CountMethod => (tokenizerFamilies.test(model) ? 'tokenizer' : 'estimate');

export interface TextCounter {
  /** The method that a count for this model is carried out by now; a tokenizer that is not loaded yet begins to be, and is estimated for. */
  ready(model: string): CountMethod;
  /** Resolves when a model's tokenizer is loaded. */
  load(model: string): Promise<CountMethod>;
  /** Slices keep one count short: the tokenizer takes more than linear time for what has no breaks. Gives the event loop its turn in between. */
  count(text: string, method: CountMethod): Promise<Count>;
}

/** Characters; a slice takes below ten milliseconds whatever is in it, and whole texts differ by less than a hundredth of a percent. */
const sliceLength = 2_000;
/** Milliseconds of counting after which others have their turn. */
const atOnce = 8;

type Tokenizer = (text: string) => number;

async function loadTokenizer(): Promise<Tokenizer> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // Special tokens in a text are text: nobody may end a count, or a test, with them.
  const options = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, options);
}

export function createTextCounter(): TextCounter {
  let tokenizer: Tokenizer | null = null;
  let loading: Promise<void> | null = null;
  const load = (): Promise<void> => {
    loading ??= loadTokenizer().then((loaded) => void (tokenizer = loaded));
    return loading;
  };
  return {
    ready(model) {
      if (methodFor(model) === 'estimate') return 'estimate';
      // A tokenizer that cannot be loaded is a defect that `load` throws; until then texts are estimated.
      if (tokenizer === null) load().catch(() => undefined);
      return tokenizer === null ? 'estimate' : 'tokenizer';
    },
    async load(model) {
      if (methodFor(model) === 'estimate') return 'estimate';
      await load();
      return 'tokenizer';
    },
    async count(text, method) {
      if (method === 'estimate' || tokenizer === null) return estimateCount(text);
      let tokens = 0;
      let since = performance.now();
      for (let start = 0; start < text.length; start += sliceLength) {
        tokens += tokenizer(text.slice(start, start + sliceLength));
        if (performance.now() - since < atOnce) continue;
        await setImmediate();
        since = performance.now();
      }
      return countOf('words', tokens);
    },
  };
}
