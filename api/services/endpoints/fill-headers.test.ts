import { expect, test } from 'vitest';
import { encodeValue, fillHeaders, hasPlaceholders, valuesOfCall, valuesOfUser } from './fill-headers.ts';

const ada = { id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'administrator' } as const;

test('fills in who asks, from where, and leaves out what is not known', () => {
  const values = { ...valuesOfUser(ada), ...valuesOfCall({ conversationId: 'c1', answerId: 'm2' }) };
  const headers = {
    'x-team': 'red',
    'x-user': '{{LIBRECHAT_USER_ID}} <{{ LIBRECHAT_USER_EMAIL }}>',
    'x-who': '{{LIBRECHAT_USER_USERNAME}}/{{LIBRECHAT_USER_NAME}}/{{LIBRECHAT_USER_ROLE}}',
    'x-chat': '{{LIBRECHAT_BODY_CONVERSATIONID}}:{{LIBRECHAT_BODY_MESSAGEID}}',
    'x-parent': 'of {{LIBRECHAT_BODY_PARENTMESSAGEID}}',
    'x-trap': '{{toString}}',
  };
  expect(hasPlaceholders(headers)).toBe(true);
  expect(fillHeaders(headers, values)).toEqual({
    'x-team': 'red',
    'x-user': 'u1 <ada@example.org>',
    'x-who': 'Ada/Ada/ADMIN',
    'x-chat': 'c1:m2',
  });
  expect(fillHeaders(headers, {})).toEqual({ 'x-team': 'red' });
  expect(hasPlaceholders({ 'x-team': 'red' })).toBe(false);
  expect(hasPlaceholders(undefined)).toBe(false);
  expect(valuesOfUser({ ...ada, role: 'member' }).LIBRECHAT_USER_ROLE).toBe('USER');
});

test.each(['Zoë', '李', 'a\r\nx-evil: 1', 'tab\there', '\u0000', '\u007f', '😀'])(
  'a name such as %j cannot break out of its header',
  (name) => {
    const value = fillHeaders({ 'x-name': 'n={{LIBRECHAT_USER_NAME}}' }, valuesOfUser({ ...ada, name }))['x-name']!;
    expect(value).toMatch(/^n=b64:[A-Za-z0-9+/]+=*$/);
    expect(Buffer.from(value.slice('n=b64:'.length), 'base64').toString('utf8')).toBe(name);
  },
);

test('a name that looks like a placeholder is a name', () => {
  const name = '{{LIBRECHAT_USER_EMAIL}} $& $1';
  expect(fillHeaders({ 'x-name': '{{LIBRECHAT_USER_NAME}}' }, valuesOfUser({ ...ada, name }))).toEqual({ 'x-name': name });
  expect(encodeValue(name)).toBe(name);
});
