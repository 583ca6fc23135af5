import { memo, useContext, useMemo, type ReactNode } from 'react';
import type { FootnoteDefinition } from 'mdast';
import { t } from '../../localization/localization.ts';
import type { Block, Item, ListBlock } from './markdown-document.ts';
import { ListFrame, renderBlock, renderBlocks, renderItem } from './render-block.tsx';
import { MarkdownContext, type RenderContext } from './render-context.ts';
import { useMarkdown } from './use-markdown.ts';
import './markdown.css';

const OneBlock = memo(function OneBlock({ block }: { block: Block }): ReactNode {
  return renderBlock(block.node, useContext(MarkdownContext), block.open);
});

const OneItem = memo(
  function OneItem({ item }: { item: Item }): ReactNode {
    const context = useContext(MarkdownContext);
    return (
      <li dir="auto" data-task={typeof item.node.checked === 'boolean'}>
        {renderItem(item.node, context, item.open)}
      </li>
    );
  },
  (before, after) => before.item.node === after.item.node && before.item.open === after.item.open,
);

function OneList({ block }: { block: ListBlock }) {
  return (
    <ListFrame list={block.list} loose={block.loose}>
      {block.items.map((item) => (
        <OneItem key={item.key} item={item} />
      ))}
    </ListFrame>
  );
}

function Footnotes({ notes, context }: { notes: readonly FootnoteDefinition[]; context: RenderContext }) {
  if (notes.length === 0) return null;
  return (
    <section className="md-notes" aria-label={t('markdown.footnotes')}>
      <ol>
        {notes.map((note) => {
          const number = context.targets.references.indexOf(note.identifier) + 1;
          return (
            <li key={note.identifier} id={`${context.id}-note-${number}`} value={number} dir="auto">
              {renderBlocks(note.children, context, false)}
              <a href={`#${context.id}-from-${number}`} aria-label={t('markdown.backToText', { number })} role="doc-backlink">
                {'↩\uFE0E'}
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

export interface MarkdownProps {
  text: string;
  /** Whether more of it may come. */
  streaming?: boolean;
  /** Unique on the page and the same whenever this text is shown: the message's and part's ids. */
  id: string;
}

/** A model's words. They become React elements and nothing else: no HTML, no fetch, no script. */
export const Markdown = memo(function Markdown({ text, streaming = false, id }: MarkdownProps) {
  const { blocks, targets, footnotes } = useMarkdown(text, !streaming);
  const context = useMemo(() => ({ targets, id }), [targets, id]);
  return (
    <MarkdownContext value={context}>
      {blocks.map((block) => ('items' in block ? <OneList key={block.key} block={block} /> : <OneBlock key={block.key} block={block} />))}
      <Footnotes notes={footnotes} context={context} />
    </MarkdownContext>
  );
});
