import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rules of WCAG 2.2 A and AA that are broken, in light and dark; `within`: in a part of the page that lies over the rest of it. */
export async function violations(page: Page, within = 'html'): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForTimeout(250);
    const { violations: all } = await new AxeBuilder({ page })
      .include(within)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      // Experimental: it takes a key shown beside a label ("New chat  Ctrl+Shift+O") for part of the name.
      .disableRules(['label-content-name-mismatch'])
      .analyze();
    found.push(...all.map(({ id, nodes }) => `${theme}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`));
  }
  return found;
}
