import { beforeEach, expect, test } from 'vitest';
import { forgetUnsent, readDraft, readUnsent, rememberUnsent, writeDraft } from './drafts.ts';

beforeEach(() => localStorage.clear());

test('a draft belongs to one account and one chat', () => {
  writeDraft('anna', 'c1', 'half a thought');
  expect(readDraft('anna', 'c1')).toBe('half a thought');
  expect(readDraft('anna', 'c2')).toBe('');
  expect(readDraft('ben', 'c1')).toBe('');
  writeDraft('anna', 'c1', '');
  expect(readDraft('anna', 'c1')).toBe('');
  expect(localStorage).toHaveLength(0);
});

test('what is on its way is remembered until its fate is known', () => {
  rememberUnsent('anna', { turnId: 't1', chat: 'new', text: 'one' });
  rememberUnsent('anna', { turnId: 't2', chat: 'c1', text: 'two' });
  rememberUnsent('anna', { turnId: 't1', chat: 'new', text: 'one' });
  expect(readUnsent('anna').map(({ turnId }) => turnId)).toEqual(['t2', 't1']);
  expect(readUnsent('ben')).toEqual([]);
  forgetUnsent('anna', 't1');
  forgetUnsent('anna', 't2');
  expect(localStorage).toHaveLength(0);
});

test('a spoilt store reads as empty', () => {
  localStorage.setItem('parley.unsent.anna', '{"not": "a list"');
  expect(readUnsent('anna')).toEqual([]);
});
