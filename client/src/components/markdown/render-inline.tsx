import type { PhrasingContent } from 'mdast';
import { Fragment, type ReactNode } from 'react';
import { MathView } from './MathView.tsx';
import { RemoteImage } from './RemoteImage.tsx';
import type { RenderContext } from './render-context.ts';
import { hostOf, safeLink } from './safe-link.ts';

interface LinkProps {
  address: string;
  title?: string | null | undefined;
  children: ReactNode;
}

/** A link in an answer: to the web or a mail program, in a tab of its own, which learns nothing of this page. Others are words. */
function Link({ address, title, children }: LinkProps) {
  const href = safeLink(address);
  if (!href) return <>{children}</>;
  return (
    <a href={href} title={title ?? hostOf(href)} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Footnote({ label, context }: { label: string; context: RenderContext }) {
  const number = context.targets.references.indexOf(label) + 1;
  if (number === 0) return <>[^{label}]</>;
  return (
    <sup>
      <a href={`#${context.id}-note-${number}`} id={`${context.id}-from-${number}`} role="doc-noteref">
        {number}
      </a>
    </sup>
  );
}

/** What stood in the source when a reference leads nowhere. */
const brackets = (label: string, children: ReactNode): ReactNode => (
  <>
    [{children}]{label === '' ? null : `[${label}]`}
  </>
);

function renderOne(node: PhrasingContent, context: RenderContext): ReactNode {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'strong':
      return <strong>{renderInline(node.children, context)}</strong>;
    case 'emphasis':
      return <em>{renderInline(node.children, context)}</em>;
    case 'delete':
      return <del>{renderInline(node.children, context)}</del>;
    case 'inlineCode':
      return <code dir="ltr">{node.value}</code>;
    case 'break':
      return <br />;
    case 'link':
      return (
        <Link address={node.url} title={node.title}>
          {renderInline(node.children, context)}
        </Link>
      );
    case 'linkReference': {
      const target = context.targets.links.get(node.identifier);
      const children = renderInline(node.children, context);
      if (!target) return brackets(node.referenceType === 'full' ? (node.label ?? '') : '', children);
      return (
        <Link address={target.url} title={target.title}>
          {children}
        </Link>
      );
    }
    case 'image':
      return <RemoteImage address={node.url} description={node.alt ?? ''} />;
    case 'imageReference': {
      const target = context.targets.links.get(node.identifier);
      return target ? <RemoteImage address={target.url} description={node.alt ?? ''} /> : brackets(node.label ?? '', node.alt);
    }
    case 'footnoteReference':
      return <Footnote label={node.identifier} context={context} />;
    case 'inlineMath':
      return <MathView source={node.value} display={node.display} />;
    case 'html':
      // Markup is never made from what a model wrote: it is shown as it stands.
      return node.value;
    default:
      return null;
  }
}

/** The words of a block as React elements; nothing passes through HTML. */
export function renderInline(nodes: readonly PhrasingContent[], context: RenderContext): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{renderOne(node, context)}</Fragment>);
}
