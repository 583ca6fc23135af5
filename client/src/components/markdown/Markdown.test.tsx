import { act, cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Markdown } from './Markdown.tsx';
import { renderMath } from './katex-elements.tsx';

afterEach(cleanup);
/** Waits until nothing changes any more: long texts are read over several frames, colours and formulas come late. */
async function settle(container: Element): Promise<void> {
  for (let before = ''; before !== container.innerHTML;) {
    before = container.innerHTML;
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, 120));
    });
  }
}

async function stored(text: string): Promise<string> {
  const view = render(<Markdown text={text} id="m1" />);
  await settle(view.container);
  const html = view.container.innerHTML;
  view.unmount();
  return html;
}

async function streamed(text: string, sizes: readonly number[]): Promise<string> {
  const view = render(<Markdown text="" streaming id="m1" />);
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    at += (sizes[turn % sizes.length] ?? 0) + 1;
    view.rerender(<Markdown text={text.slice(0, at)} streaming id="m1" />);
  }
  view.rerender(<Markdown text={text} id="m1" />);
  await settle(view.container);
  const html = view.container.innerHTML;
  view.unmount();
  return html;
}

const text = [
  'A [link][docs] and ![picture](https://evil.example/p.png), a note[^1], $x^2$ and <b>raw</b>.',
  '1. one\n2. two\n\n   ```js\n   let a;\n   ```\n\n3. three',
  '- [x] done\n- open',
  '| a | b |\n|:--|--:|\n| 1 | `2` |',
  '- a\n\n- [x] b\n\n10. ten',
  '> مرحبا\n> 日本',
  '$$\n\\frac{1}{2}\n$$',
  'Title\n=====',
  '[docs]: https://example.org/docs\n\n[^1]: The note.',
].join('\n\n');

describe('what is drawn', () => {
  test('is the same streamed and stored, at any cut', { timeout: 30_000 }, async () => {
    const whole = await stored(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 60 }), async (sizes) => {
        expect(await streamed(text, sizes)).toBe(whole);
      }),
      { numRuns: 6 },
    );
  });

  test('has no element that runs or fetches', async () => {
    const html = await stored(
      `${text}\n\n<img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,x) [d](/settings) <javascript:alert(1)> [e][j]\n\n[j]: vbscript:x`,
    );
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    expect(parsed.querySelector('img, script, iframe, object, embed, form, style, link, base, audio, video')).toBeNull();
    for (const link of Array.from(parsed.querySelectorAll('a'))) {
      const href = link.getAttribute('href') ?? '';
      expect(href).toMatch(/^(?:https:|#m1-)/);
      if (href.startsWith('https:')) expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    }
    const attributes = Array.from(parsed.querySelectorAll('*'), (element) => element.getAttributeNames()).flat();
    expect(attributes.filter((name) => name.startsWith('on') || name === 'src' || name === 'srcset')).toEqual([]);
  });

  test('gives every paragraph its own direction and keeps code left to right', async () => {
    const parsed = new DOMParser().parseFromString(await stored('مرحبا\n\n```\ncode\n```'), 'text/html');
    expect(parsed.querySelector('p')?.getAttribute('dir')).toBe('auto');
    expect(parsed.querySelector('figure')?.getAttribute('dir')).toBe('ltr');
  });
});

describe('formulas', () => {
  const html = (source: string): string => {
    const view = render(<>{renderMath(source, true)}</>);
    const { innerHTML } = view.container;
    view.unmount();
    return innerHTML;
  };

  test('become elements without links, images or handlers', () => {
    for (const source of [
      '\\href{javascript:alert(1)}{x}',
      '\\url{javascript:alert(1)}',
      '\\includegraphics{https://evil.example/k.png}',
      '\\htmlClass{evil}{x}',
      '\\htmlStyle{background:url(https://evil.example)}{x}',
      '\\htmlData{a=b}{x}',
    ]) {
      const drawn = html(source).replace(/<annotation.*?<\/annotation>/g, '');
      expect(drawn).not.toMatch(/<a[\s>]|<img|href=|url\(|data-a|class="[^"]*evil/);
    }
  });

  test('keep their shape', () => {
    expect(html('\\frac{1}{2}')).toContain('mfrac');
    expect(html('\\frac{1}{2}')).toContain('style="height:');
  });

  test('that KaTeX cannot read, or that would grow without end, are shown as their source', () => {
    expect(renderMath('\\frac{1', true)).toBeNull();
    expect(renderMath('\\def\\a{\\a\\a}\\a', true)).toBeNull();
  });
});
