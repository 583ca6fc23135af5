import { expect, test } from 'vitest';
import { parseMarkdown } from './parse-markdown.ts';

/** The formulas of a text: block ones as `[…]`, inline ones as `(…)`, inline ones written as display as `<…>`. */
function formulas(source: string): string[] {
  const found: string[] = [];
  const walk = (node: { type: string; value?: string; display?: boolean; children?: unknown[] }): void => {
    if (node.type === 'math') found.push(`[${node.value}]`);
    if (node.type === 'inlineMath') found.push(node.display ? `<${node.value}>` : `(${node.value})`);
    for (const child of node.children ?? []) walk(child as typeof node);
  };
  walk(parseMarkdown(source));
  return found;
}

test('reads dollars and TeX brackets inside a line', () => {
  expect(formulas('Let $x^2$ and \\(y\\), then $$z$$ and \\[w\\] here')).toEqual(['(x^2)', '(y)', '<z>', '<w>']);
  expect(formulas('$a$, $b$.')).toEqual(['(a)', '(b)']);
  expect(formulas('$\\text{a \\$ b}$')).toEqual(['(\\text{a \\$ b})']);
  expect(formulas('$$a$b$$ x')).toEqual(['<a$b>']);
  expect(formulas('\\(\\frac{1}{2}\\)')).toEqual(['(\\frac{1}{2})']);
});

test('leaves money alone', () => {
  expect(formulas('between $5 and $10')).toEqual([]);
  expect(formulas('$5/$7, $3-$4')).toEqual([]);
  expect(formulas('It costs $ 5 $ today')).toEqual([]);
  expect(formulas('\\$x\\$ and `$y$`')).toEqual([]);
});

test('reads formulas in lines of their own, however models lay them out', () => {
  expect(formulas('$$\nx = 1\n$$')).toEqual(['[x = 1]']);
  expect(formulas('\\[\nx = 1\n- 2\n# 3\n\\]\n\nafter')).toEqual(['[x = 1\n- 2\n# 3]']);
  expect(formulas('$$ x = 1\n+ 2 $$\nafter')).toEqual(['[x = 1\n+ 2]']);
  expect(formulas('text\n$$\na\n$$\ntext')).toEqual(['[a]']);
  expect(formulas('> $$\n> a\n> b\n> $$')).toEqual(['[a\nb]']);
  expect(formulas('- item\n  \\[\n  a\n  \\]')).toEqual(['[a]']);
  expect(formulas('$$x$$')).toEqual(['[x]']);
});

test('a formula that is never closed swallows nothing', () => {
  expect(formulas('$$\nx\n\nA **bold** word')).toEqual([]);
  expect(formulas('\\[ not maths')).toEqual([]);
  expect(parseMarkdown('\\[1\\] A note\n- item').children.map((node) => node.type)).toEqual(['paragraph', 'list']);
  const { children } = parseMarkdown('$$\nx\n\n# Heading');
  expect(children.map((node) => node.type)).toEqual(['paragraph', 'heading']);
});
