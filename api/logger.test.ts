import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function record(): { lines: () => string[]; destination: Writable } {
  let text = '';
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { lines: () => text.split('\n').slice(0, -1), destination };
}

test('nothing in a field begins another line', () => {
  const { lines, destination } = record();
  const forged = 'GET /\r\n{"level":50,"msg":"all is well"}\n\u001b[2Jgone\u0085\u2028';
  createLogger('info', destination).info({ path: forged, [forged]: forged }, forged);
  expect(lines()).toHaveLength(1);
  // eslint-disable-next-line no-control-regex
  expect(lines()[0]).not.toMatch(/[\u0000-\u001f]/);
  expect(JSON.parse(lines()[0]!)).toMatchObject({ path: forged, msg: forged });
});

test('what would be a secret is left out', () => {
  const { lines, destination } = record();
  const secrets = { authorization: 'hunter2', cookie: 'hunter2', password: 'hunter2', token: 'hunter2', key: 'hunter2' };
  createLogger('info', destination).info({ ...secrets, headers: secrets }, 'a request');
  expect(lines()[0]).not.toContain('hunter2');
});
