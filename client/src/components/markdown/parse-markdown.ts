import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Root } from 'mdast';
import type { Construct, Extension, ParseContext } from 'micromark-util-types';
import { mathNodes, mathSyntax } from './math-syntax.ts';

/** Labels defined elsewhere in the same text, in lower case as the tree's `identifier` has them. */
export interface KnownLabels {
  readonly definitions: ReadonlySet<string>;
  readonly footnotes: ReadonlySet<string>;
}

const square = 91;
const exclamation = 33;
const gfmSyntax = gfm({ singleTilde: false });
const mathExtension = mathSyntax();
const mdastExtensions = [gfmFromMarkdown(), mathNodes()];

/**
 * micromark decides whether `[label]` is a link by a list of labels it has met. A block is read on its own, so the list is
 * filled with the other blocks' labels just before the first bracket is looked at. The construct itself never matches.
 */
function knowLabels(known: KnownLabels): Extension {
  const told = new WeakSet<ParseContext>();
  const construct: Construct = {
    name: 'knownLabels',
    tokenize(_effects, _ok, nok) {
      const parser = this.parser;
      return (code) => {
        if (!told.has(parser)) {
          told.add(parser);
          for (const label of known.definitions) parser.defined.push(label.toUpperCase());
          const context = parser as ParseContext & { gfmFootnotes?: string[] };
          context.gfmFootnotes = [...(context.gfmFootnotes ?? []), ...Array.from(known.footnotes, (label) => label.toUpperCase())];
        }
        return nok(code);
      };
    },
  };
  return { text: { [square]: construct, [exclamation]: construct } };
}

/** Reads Markdown with GFM and maths into a tree. Positions are offsets into `source`. */
export function parseMarkdown(source: string, known?: KnownLabels): Root {
  const extensions = [gfmSyntax, mathExtension];
  const labels = known && known.definitions.size + known.footnotes.size > 0 ? [knowLabels(known)] : [];
  return fromMarkdown(source, { extensions: [...extensions, ...labels], mdastExtensions });
}
