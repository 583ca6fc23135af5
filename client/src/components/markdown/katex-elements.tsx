import katex from 'katex';
import { createElement, type CSSProperties, type ReactNode } from 'react';
import 'katex/dist/katex.min.css';

export type RenderMath = (source: string, display: boolean) => ReactNode;

const elements = new Set(
  `span svg g path line
   math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom menclose
   msub msup msubsup munder mover munderover mtable mtr mtd mlabeledtr mmultiscripts mprescripts none`.split(/\s+/),
);
const attributes = new Set(
  `class style aria-hidden encoding display mathvariant stretchy fence separator form lspace rspace minsize maxsize symmetric largeop movablelimits
   accent accentunder linethickness width height depth voffset columnalign rowalign columnspacing rowspacing columnlines rowlines frame notation
   scriptlevel displaystyle mathcolor mathbackground mathsize viewBox preserveAspectRatio d x1 x2 y1 y2 stroke-width fill stroke xmlns`.split(
    /\s+/,
  ),
);
const names: Readonly<Record<string, string>> = { class: 'className', 'stroke-width': 'strokeWidth' };

/** Formulas longer than this are shown as their source. */
const longest = 10_000;
const kept = 500;
const drawn = new Map<string, ReactNode>();

function readStyle(style: string): CSSProperties {
  const pairs = style
    .split(';')
    .map((declaration) => declaration.split(':').map((part) => part.trim()))
    .filter(([name, value]) => name && value && !/url|image|var|\\/i.test(value))
    .map(([name = '', value = '']) => [name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]);
  return Object.fromEntries(pairs) as CSSProperties;
}

function toElement(node: Node, key: number): ReactNode {
  if (node.nodeType === 3) return node.nodeValue;
  if (node.nodeType !== 1) return null;
  const element = node as Element;
  const children = Array.from(element.childNodes, toElement);
  const name = element.localName;
  // Links, images and whatever else a formula could ask for are reduced to their words.
  if (!elements.has(name)) return children;
  const props: Record<string, unknown> = { key };
  for (const { name: attribute, value } of Array.from(element.attributes)) {
    if (!attributes.has(attribute)) continue;
    props[names[attribute] ?? attribute] = attribute === 'style' ? readStyle(value) : value;
  }
  return createElement(name, props, ...(children.length === 0 ? [] : [children]));
}

function draw(source: string, display: boolean): ReactNode {
  if (source.length > longest) return null;
  const html = katex.renderToString(source, {
    displayMode: display,
    throwOnError: true,
    trust: false,
    strict: 'ignore',
    maxExpand: 500,
    maxSize: 50,
    macros: {},
  });
  // A parsed document runs nothing and fetches nothing; only what is on the lists above is taken from it.
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return Array.from(body.childNodes, toElement);
}

/** A formula as React elements; null when KaTeX cannot read it. */
export const renderMath: RenderMath = (source, display) => {
  const key = `${display ? 'd' : 'i'}${source}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  let result: ReactNode;
  try {
    result = draw(source, display);
  } catch {
    // Incomplete while it is being written, or beyond KaTeX: the source says it all.
    result = null;
  }
  if (drawn.size >= kept) drawn.delete(drawn.keys().next().value ?? '');
  drawn.set(key, result);
  return result;
};
