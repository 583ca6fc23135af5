import type { ElementContent, RootContent } from 'hast';
import { createLowlight } from 'lowlight';
import type { ReactNode } from 'react';
import { loadLanguage } from './languages.ts';

const lowlight = createLowlight();

function toElement(node: RootContent | ElementContent, key: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const classes = node.properties['className'];
  return (
    <span key={key} className={Array.isArray(classes) ? classes.join(' ') : undefined}>
      {node.children.map(toElement)}
    </span>
  );
}

/** Colours code: React elements around its tokens. The grammar is loaded at a language's first use. */
export async function highlight(language: string, code: string): Promise<ReactNode> {
  if (!lowlight.registered(language)) lowlight.register(language, await loadLanguage(language));
  return lowlight.highlight(language, code).children.map(toElement);
}
