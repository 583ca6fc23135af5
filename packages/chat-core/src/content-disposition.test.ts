import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

test('names a file in plain characters once', () => {
  expect(contentDisposition('attachment', 'report (1).pdf')).toBe('attachment; filename="report (1).pdf"');
});

test('names a file in other characters twice', () => {
  expect(contentDisposition('inline', 'Übung 5%.png')).toBe(`inline; filename="_bung 5_.png"; filename*=UTF-8''%C3%9Cbung%205%25.png`);
});

test('lets no name forge a header, a path or a direction', () => {
  expect(contentDisposition('attachment', 'a"\r\nSet-Cookie: b=1/../\u202egnp.exe')).toBe(
    'attachment; filename="a___Set-Cookie: b=1_..__gnp.exe"',
  );
  expect(contentDisposition('attachment', ' ')).toBe('attachment; filename="file"');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(contentDisposition('attachment', name)).toMatch(
        /^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]+"(; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/,
      );
    }),
  );
});
