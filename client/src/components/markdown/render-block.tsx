import { t } from '../../localization/localization.ts';
import type { List, ListItem, RootContent, Table } from 'mdast';
import { Fragment, type ReactNode } from 'react';
import { CodeBlock } from './CodeBlock.tsx';
import type { PlainText } from './markdown-document.ts';
import { MathView } from './MathView.tsx';
import type { RenderContext } from './render-context.ts';
import { renderInline } from './render-inline.tsx';

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

function renderTable(table: Table, context: RenderContext): ReactNode {
  const [head, ...rows] = table.children;
  const cells = (row: typeof head, Cell: 'th' | 'td'): ReactNode =>
    row?.children.map((cell, index) => (
      <Cell key={index} dir="auto" data-align={table.align?.[index] ?? 'none'}>
        {renderInline(cell.children, context)}
      </Cell>
    ));
  return (
    <div className="md-wide" tabIndex={0} role="group">
      <table>
        <thead>
          <tr>{cells(head, 'th')}</tr>
        </thead>
        {rows.length === 0 ? null : (
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>{cells(row, 'td')}</tr>
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
}

/** An item's content; a paragraph is always a `p`, whether the list is loose is said by the list. */
export function renderItem(item: ListItem, context: RenderContext, open: boolean): ReactNode {
  return (
    <>
      {typeof item.checked === 'boolean' ? (
        <input
          type="checkbox"
          aria-label={t(item.checked ? 'markdown.taskDone' : 'markdown.taskOpen')}
          checked={item.checked}
          disabled
          readOnly
        />
      ) : null}
      {renderBlocks(item.children, context, open)}
    </>
  );
}

/** The list around items. */
export function ListFrame({ list, loose, children }: { list: List; loose: boolean; children: ReactNode }) {
  // Every attribute is always there, so that a list that became loose on the way has them in the same order as one read whole.
  const data = { 'data-loose': loose, dir: 'auto' };
  if (!list.ordered) return <ul {...data}>{children}</ul>;
  return (
    <ol start={list.start ?? 1} {...data}>
      {children}
    </ol>
  );
}

function renderList(list: List, context: RenderContext, open: boolean): ReactNode {
  const loose = list.spread === true || list.children.some((item) => item.spread === true);
  return (
    <ListFrame list={list} loose={loose}>
      {list.children.map((item, index) => (
        <li key={index} dir="auto" data-task={typeof item.checked === 'boolean'}>
          {renderItem(item, context, open)}
        </li>
      ))}
    </ListFrame>
  );
}

/** One block as React elements. `open`: it may still grow, so nothing costly is done to it. */
export function renderBlock(node: RootContent | PlainText, context: RenderContext, open: boolean): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p dir="auto">{renderInline(node.children, context)}</p>;
    case 'heading': {
      // A message stands under the page's own headings.
      const Heading = headings[Math.min(node.depth + 1, 5)] ?? 'h6';
      return (
        <Heading dir="auto" data-depth={node.depth}>
          {renderInline(node.children, context)}
        </Heading>
      );
    }
    case 'list':
      return renderList(node, context, open);
    case 'code':
      return <CodeBlock language={node.lang ?? ''} code={node.value} open={open} />;
    case 'math':
      return <MathView source={node.value} display />;
    case 'blockquote':
      return <blockquote dir="auto">{renderBlocks(node.children, context, open)}</blockquote>;
    case 'table':
      return renderTable(node, context);
    case 'thematicBreak':
      return <hr />;
    case 'html':
    case 'plain':
      return (
        <p dir="auto" className="md-plain">
          {node.value}
        </p>
      );
    default:
      return null;
  }
}

export function renderBlocks(nodes: readonly RootContent[], context: RenderContext, open: boolean): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{renderBlock(node, context, open && index === nodes.length - 1)}</Fragment>);
}
