import type { Definition, FootnoteDefinition, RootContent } from 'mdast';

/** The labels of a text: what `[label]` and `[^label]` stand for. The first definition of a label wins. */
export interface Labels {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly footnotes: ReadonlyMap<string, FootnoteDefinition>;
  /** Footnotes that are referred to, in the order of their first reference: the first is number 1. */
  readonly references: readonly string[];
}

export const noLabels: Labels = { definitions: new Map(), footnotes: new Map(), references: [] };

/** The labels that blocks define and refer to, wherever they lie in them. */
export function collectLabels(blocks: readonly RootContent[]): Labels {
  const definitions = new Map<string, Definition>();
  const footnotes = new Map<string, FootnoteDefinition>();
  const references = new Set<string>();
  const waiting: RootContent[] = [...blocks].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if (node.type === 'footnoteDefinition' && !footnotes.has(node.identifier)) footnotes.set(node.identifier, node);
    if (node.type === 'footnoteReference') references.add(node.identifier);
    if ('children' in node) for (let index = node.children.length - 1; index >= 0; index -= 1) waiting.push(node.children[index]!);
  }
  if (definitions.size + footnotes.size + references.size === 0) return noLabels;
  return { definitions, footnotes, references: Array.from(references) };
}

/** The labels of several stretches, in the order of the text. */
export function mergeLabels(parts: readonly Labels[]): Labels {
  const named = parts.filter((part) => part !== noLabels);
  if (named.length === 0) return noLabels;
  const definitions = new Map<string, Definition>();
  const footnotes = new Map<string, FootnoteDefinition>();
  const references = new Set<string>();
  for (const part of named) {
    for (const [label, node] of part.definitions) if (!definitions.has(label)) definitions.set(label, node);
    for (const [label, node] of part.footnotes) if (!footnotes.has(label)) footnotes.set(label, node);
    for (const label of part.references) references.add(label);
  }
  return { definitions, footnotes, references: Array.from(references) };
}

/** Whether the same labels are defined: brackets then read the same. */
export function defineTheSame(one: Labels, other: Labels): boolean {
  if (one === other) return true;
  if (one.definitions.size !== other.definitions.size || one.footnotes.size !== other.footnotes.size) return false;
  return (
    Array.from(one.definitions.keys()).every((label) => other.definitions.has(label)) &&
    Array.from(one.footnotes.keys()).every((label) => other.footnotes.has(label))
  );
}

/** Where a label leads. */
export interface Target {
  readonly url: string;
  readonly title: string | null;
}

/** What blocks need to know of labels to draw themselves. */
export interface Targets {
  readonly links: ReadonlyMap<string, Target>;
  /** Footnotes that are referred to, in order: the first is number 1. */
  readonly references: readonly string[];
}

export const noTargets: Targets = { links: new Map(), references: [] };

/** The targets of these labels; `before` itself when blocks would look the same. */
export function targetsOf(labels: Labels, before: Targets): Targets {
  const same =
    labels.definitions.size === before.links.size &&
    labels.references.length === before.references.length &&
    labels.references.every((label, index) => before.references[index] === label) &&
    Array.from(labels.definitions).every(([label, { url, title }]) => {
      const old = before.links.get(label);
      return old?.url === url && old.title === (title ?? null);
    });
  if (same) return before;
  const links = new Map(Array.from(labels.definitions, ([label, { url, title }]) => [label, { url, title: title ?? null }]));
  return { links, references: labels.references };
}
