import '../../localization/transcript-words.ts';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { SourcePart } from './SourcePart.tsx';

afterEach(cleanup);

test('a page of the web is a link by its title, or by its host', () => {
  const { rerender } = render(<SourcePart part={{ type: 'source', id: 's', url: 'https://a.example/x', title: 'Tides' }} />);
  expect(screen.getByRole('link', { name: 'Tides' }).getAttribute('href')).toBe('https://a.example/x');
  rerender(<SourcePart part={{ type: 'source', id: 's', url: 'https://a.example/x' }} />);
  expect(screen.getByRole('link', { name: 'a.example' })).toBeDefined();
  rerender(<SourcePart part={{ type: 'source', id: 's', url: 'javascript:alert(1)', title: 'Tides' }} />);
  expect(screen.queryByRole('link')).toBeNull();
});

test('words of a document show its name and page, and unfold', () => {
  const quote = 'High water came at noon.';
  const { container, rerender } = render(<SourcePart part={{ type: 'source', id: 's', title: 'report.pdf', page: 3, quote }} />);
  expect(container.querySelector('summary')?.textContent).toContain('report.pdf, page 3');
  expect(container.querySelector('blockquote')?.textContent).toBe(quote);
  rerender(<SourcePart part={{ type: 'source', id: 's', quote }} />);
  expect(container.querySelector('summary')?.textContent).toContain('Source');
  rerender(<SourcePart part={{ type: 'source', id: 's', title: 'report.pdf' }} />);
  expect(container.querySelector('summary')).toBeNull();
  expect(container.textContent).toBe('report.pdf');
});
