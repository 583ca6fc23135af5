import fc from 'fast-check';
import type { RootContent } from 'mdast';
import { describe, expect, test } from 'vitest';
import { createMarkdownDocument, type Snapshot } from './markdown-document.ts';
import { parseMarkdown } from './parse-markdown.ts';

/** Milliseconds of processor: the machine may be busy with something else. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

/** Answers as models lay them out: steps with code in them, a wide table, a derivation, a plan in Japanese. */
const samples = [
  `Here is how to do it:\n\n1. Install both tools:\n\n   \`\`\`\n   apt-get update\n   apt-get install a b\n   \`\`\`\n\n2. Open \`/etc/tables\` and add:\n\n   \`\`\`\n   200 uplink\n   \`\`\`\n\n3. Save **everything**:\n\n   \`\`\`sh\n   #!/bin/sh\n   # route\n   ip route add default\n   \`\`\`\n\n   Replace \`default\` with your own.\n\nNow traffic takes the other way.\n`,
  `| Question | Likely |\n|---------|:------:|\n${'| How much is spent on it? | 0% |\n'.repeat(20)}\nThe statement matches:\n\n- Is it refused? - 50%\n- Why is it? - 50%`,
  `(a) There are $2^n$ players in $2^{n-1}$ matches:\n\n$$P = \\frac{1}{2^{n-1}}$$\n\n(b) In the final, \\(k < n\\):\n\n\\[\nP(k) = \\sum_{k=1}^{n} \\frac{1}{2^{k}}\n\\]\n\nwhich ends it.`,
  `授業計画：開国\n\n【1日目】\n\n1. 開始 (5分)\n   - 目的を説明\n   - 概要を紹介\n\n2. 講義 (15分)\n   - 背景を説明\n\n【2日目】\n\n1. 開始 (5分)\n   - 復習\n`,
];

/** Pieces that answers are made of, chosen to stand badly beside each other. */
const fragments = [
  'A paragraph of words.',
  'Two lines\nof one paragraph',
  'Setext\n======',
  'Also setext\n---',
  'text\n# Heading right under it',
  '## Heading',
  '- tight\n- list',
  '- loose\n\n- list',
  '* other bullet\n* here',
  '1. one\n2. two\n   - nested\n     more\n3. three',
  '1. one\n\n   ```js\n   const a = [1];\n\n   b();\n   ```\n\n2. two',
  '- a\n  ```\n  unclosed in a list',
  'Intro:\n- straight under\n- a paragraph',
  '10. ten\n\n  not enough for ten\n11. eleven',
  '-\n\n  nothing in the item\n- b',
  '- a\n***\n- b',
  '- a\n---\n- b',
  '- a\n> quote\n- b',
  '- a\n * b\n - c',
  '- a\n<div>\n- b',
  '2. two\n1. one\n\n1) other',
  '- [ ] open\n- [x] done',
  '> quote\nlazy line\n> - list in it',
  '> ```\n> code\nnot code',
  '```python\nprint("hi")\n\n# not a heading\n```',
  '~~~~\n~~~\n\n```\n~~~~',
  '```\nnever closed\n\n- nor this',
  '``` not ` a fence\n\ntext',
  ' ```\n indented fence\n\nstill inside\n ```',
  '<div>\n\n*inside*\n\n</div>',
  '<!-- a comment\n\n# not a heading\n\n-->\n\nafter',
  '<script>\nalert(1)\n\n</script>',
  '<b>inline</b> html',
  '| a | b |\n|---|:-:|\n| 1 | **2** |',
  'a | b\n-|-\n1 | 2\n\n3 | 4',
  '[ref] and [text][ref] and [other]',
  '[ref]: https://example.org "title"',
  '[other]: <https://example.org/other>\n"a title\nin lines"',
  'Note[^1] and note[^note].',
  '[^1]: The first.\n\n    With more.',
  '[^note]: Another [ref].',
  '$$\nx = 1\n\\frac{a}{b}\n$$',
  '\\[\na\n- b\n# c\n\\]',
  '$$ unclosed\n\nafter',
  'inline $x$ and \\(y\\), $5 and $6',
  '***',
  '* * *',
  '日本語の文章です。**太字**と`コード`。',
  'مرحبا **بالعالم** كيف الحال',
  'hard  \nbreak\\\nhere',
  '&amp; &copy; &#35; \\* \\_',
  'https://example.org/a_b_c and www.example.org',
  '~~gone~~ *a **b** c* ***d***',
  '![image](https://example.org/x.png) ![ref]',
  '+',
  '1.',
  '#',
];

/**
 * After indented code and an empty line the parser does not see a list that begins with another number than 1 (CommonMark has
 * one there); reading by stretches does. So these only have to come to the same end.
 */
const indented = ['    indented code\n\n    more of it', '\tTabbed\n\n\tmore'];

const joiners = ['\n', '\n\n', '\n\n\n', '\n \n'];
const textsOf = (parts: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...parts), fc.constantFrom(...joiners)), { minLength: 1, maxLength: 7 })
    .map((chosen) => chosen.map(([fragment, joiner]) => fragment + joiner).join(''));
const texts = textsOf(fragments);
const anyTexts = textsOf([...fragments, ...indented]);
const cuts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 200 });

function once(text: string): Snapshot {
  return createMarkdownDocument().update(text, true);
}

function streamed(text: string, sizes: readonly number[]): Snapshot {
  const document = createMarkdownDocument();
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    document.update(text.slice(0, at), false);
    at += (sizes[turn % sizes.length] ?? 0) + 1;
  }
  return document.update(text, true);
}

/** The tree without positions; of the two places where a list keeps whether it is loose, only their sum counts. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node)
    .filter(([key, value]) => key !== 'position' && key !== 'spread' && value !== undefined)
    .map(([key, value]) => [key, bare(value)]);
  // How many empty lines an unclosed fence of a container ends with depends on what follows the container; nobody sees them.
  if ('type' in node && node.type === 'code')
    return { ...Object.fromEntries(entries), value: String((node as { value?: string }).value).trimEnd() };
  const list = node as { type?: string; spread?: boolean; children?: { spread?: boolean }[] };
  if (list.type !== 'list') return Object.fromEntries(entries);
  return { ...Object.fromEntries(entries), loose: list.spread === true || list.children?.some((item) => item.spread) };
}

function whole(snapshot: Snapshot): unknown {
  return snapshot.blocks.map((block) =>
    'items' in block
      ? { ...(bare(block.list) as object), loose: block.loose, children: block.items.map((item) => bare(item.node)) }
      : bare(block.node),
  );
}

/** Whether the whole parse misses a list there (see `indented`). A footnote that HTML swallowed leaves indented code too. */
function missesList(text: string): boolean {
  const { children } = parseMarkdown(text);
  const sourceOf = (node: RootContent | undefined): string => text.slice(node?.position?.start.offset);
  const isIndented = (node: RootContent | undefined): boolean => node?.type === 'code' && !/^[ \t]*(?:```|~~~)/.test(sourceOf(node));
  return children.some(
    (node, index) => node.type === 'paragraph' && isIndented(children[index - 1]) && /^[ \t]*\d+[.)](?:\s|$)/.test(sourceOf(node)),
  );
}

const expected = (text: string): unknown => bare(parseMarkdown(text).children satisfies RootContent[]);

describe('a text read stretch by stretch', () => {
  test.each(samples.map((sample, index) => [index, sample] as const))('reads sample %i as a whole parse does', (_index, sample) => {
    expect(whole(once(sample))).toEqual(expected(sample));
  });

  test.each([
    '1. one\n1.\nA heading\n---\n',
    '1. # one\nA heading\n---\n',
    '- one\n  -\nA heading\n---\nwords',
    '- one\nmore of it\n---\nwords',
  ])('tells a heading below a list from a line across: %j', (text) => expect(whole(once(text))).toEqual(expected(text)));

  test('sees a list below indented code, whatever number it begins with', () => {
    const { blocks } = once(
      '<div>\n\n*inside*\n\n</div>\n[^1]: The first.\n\n    With more.\n10. ten\n\n  not enough for ten\n11. eleven\n',
    );
    const kinds = blocks.map((block) => ('items' in block ? block.list.start : block.node.type));
    expect(kinds).toEqual(['html', 'paragraph', 'html', 'code', 10, 'paragraph']);
  });

  test('reads any text as a whole parse does', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!missesList(text));
        expect(whole(once(text))).toEqual(expected(text));
      }),
      { numRuns: 500 },
    );
  });

  test('comes to the same end however it was cut', () => {
    fc.assert(
      fc.property(fc.oneof(anyTexts, fc.constantFrom(...samples)), cuts, (text, sizes) => {
        expect(streamed(text, sizes)).toEqual(once(text));
      }),
      { numRuns: 150 },
    );
  });

  test('comes to the same end with Windows line ends', () => {
    fc.assert(
      fc.property(anyTexts, cuts, (text, sizes) => {
        expect(streamed(text.replaceAll('\n', '\r\n'), sizes)).toEqual(once(text));
      }),
      { numRuns: 60 },
    );
  });

  test('comes to the same end with a budget too small for it', () => {
    const text = samples.join('\n\n');
    const document = createMarkdownDocument();
    let calls = 1;
    let snapshot = document.update(text, true, 0);
    for (; snapshot.pending; calls += 1) snapshot = document.update(text, true, 0);
    expect(calls).toBeGreaterThan(3);
    expect(snapshot).toEqual(once(text));
  });
});

test('shows on the way what the text so far means', () => {
  const document = createMarkdownDocument();
  const at = (text: string): unknown => whole(document.update(text, false));
  for (const text of [
    'Hi **yo',
    'Hi **you**\n\n- a',
    'Hi **you**\n\n- a\n- b\n\n```js\nlet',
    'Hi **you**\n\n- a\n- b\n\n```js\nlet a;\n``',
  ]) {
    expect(at(text)).toEqual(expected(text));
  }
});

test('finished blocks stay the same objects while the text grows', () => {
  const document = createMarkdownDocument();
  const first = document.update('# One\n\nTwo\n\nThree', false).blocks;
  const later = document.update('# One\n\nTwo\n\nThree and more', false).blocks;
  expect(later[0]).toBe(first[0]);
  expect(later[1]).toBe(first[1]);
  expect(later[2]).not.toBe(first[2]);
});

test('a definition at the end turns brackets above it into links', () => {
  const document = createMarkdownDocument();
  document.update('See [docs].\n\nMore.\n', false);
  const { blocks, targets } = document.update('See [docs].\n\nMore.\n\n[docs]: https://example.org', true);
  expect(JSON.stringify(blocks[0])).toContain('linkReference');
  expect(targets.links.get('docs')?.url).toBe('https://example.org');
});

describe('hostile text', () => {
  const attacks: [string, string][] = [
    ['quotes', '>'.repeat(10_000)],
    ['spaced quotes', '> '.repeat(10_000)],
    ['brackets', '['.repeat(10_000)],
    ['closed brackets', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['brackets in lines', '[\n'.repeat(10_000)],
    ['stars', '*'.repeat(10_000) + 'a' + '*'.repeat(10_000)],
    ['mixed emphasis', '*a_ '.repeat(5_000)],
    ['bullets', '- '.repeat(5_000) + 'a'],
    ['footnotes', '[^a]:'.repeat(5_000)],
    ['dollars', '$a '.repeat(10_000)],
    ['ticks', Array.from({ length: 300 }, (_, index) => '`'.repeat(index)).join(' ')],
    ['deep lists', Array.from({ length: 400 }, (_, index) => `${' '.repeat(index * 2)}- a`).join('\n')],
    ['behind a false fence', `- a\n  \`\`\`\n${'*a_ '.repeat(5_000)}`],
  ];
  test.each(attacks)('%s are read in a moment and nothing is lost', (_name, attack) => {
    const begun = cpuMs();
    const { blocks } = once(`Before.\n\n${attack}\n\nAfter.`);
    // The development build of the parser.
    expect(cpuMs() - begun).toBeLessThan(3_000);
    expect(blocks.at(-1)).toMatchObject({ node: { type: 'paragraph' } });
    expect(JSON.stringify(blocks).length).toBeGreaterThan(attack.length);
  });
});
