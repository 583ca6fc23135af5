import '../localization/errors-words.ts';
import type { EndpointFileRules } from '@parley/contracts';
import { expect, test } from 'vitest';
import { explainError } from './explain-error.ts';
import { refuseFile } from './refuse-file.ts';

const rules: EndpointFileRules = {
  disabled: false,
  maxFiles: 2,
  maxBytes: 2_097_152,
  maxTotal: 3_145_728,
  types: ['^image/png$', '^text/'],
};
const of = (size: number, type = ''): { size: number; type: string } => ({ size, type });

test.each([
  ['nothing in it', of(0), [], rules, 'file.empty'],
  ['no files here', of(1), [], { ...rules, disabled: true }, 'file.none-taken'],
  ['one too many', of(1), [{ bytes: 1 }, { bytes: 1 }], rules, 'file.too-many'],
  ['too large', of(2_097_153), [], rules, 'file.too-large'],
  ['too large with the other', of(2_000_000), [{ bytes: 2_000_000 }], rules, 'file.too-large-together'],
  ['a kind that is not taken', of(1, 'image/webp'), [], rules, 'file.type-refused'],
  ['a kind that is taken', of(1, 'image/png'), [], rules, undefined],
  ['a script that browsers take for a film', of(1, 'video/mp2t'), [], rules, undefined],
  ['a kind that browsers do not know', of(1), [], rules, undefined],
  ['anything, while the rules are not known', of(9_999_999_999, 'image/webp'), [], undefined, undefined],
])('%s', (_, source, beside, given, code) => {
  expect(refuseFile(source, beside, given)?.code).toBe(code);
});

test('says how much may be, in the words of people', () => {
  expect(explainError(refuseFile(of(2_097_153), [], rules)).title).toBe('This file is larger than allowed (2 MB).');
  expect(explainError(refuseFile(of(1), [{ bytes: 1 }, { bytes: 1 }], rules)).title).toContain('(2)');
});
