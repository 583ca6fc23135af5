import type { HeaderPlaceholder } from '@parley/contracts';
import type { ModelCall } from '../../providers/port.ts';
import type { UserRow } from '../../storage/ports/users.ts';

type Headers = Readonly<Record<string, string>>;
/** What placeholders stand for; one that is absent is not known here. */
export type HeaderValues = Readonly<Partial<Record<HeaderPlaceholder, string>>>;

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

/** Whether something in these headers is to be filled in. */
export const hasPlaceholders = (headers: Headers | undefined): boolean =>
  headers !== undefined && Object.values(headers).some((value) => value.includes('{{'));

/** Who asks. Parley has one name of a person; roles are called as LibreChat calls them. */
export const valuesOfUser = ({ id, name, email, role }: Pick<UserRow, 'id' | 'name' | 'email' | 'role'>): HeaderValues => ({
  LIBRECHAT_USER_ID: id,
  LIBRECHAT_USER_NAME: name,
  LIBRECHAT_USER_USERNAME: name,
  LIBRECHAT_USER_EMAIL: email,
  LIBRECHAT_USER_ROLE: role === 'administrator' ? 'ADMIN' : 'USER',
});

/** From which chat and for which answer it is asked. */
export const valuesOfCall = ({ conversationId, questionId, answerId }: Partial<NonNullable<ModelCall['origin']>> = {}): HeaderValues => ({
  ...(conversationId === undefined ? {} : { LIBRECHAT_BODY_CONVERSATIONID: conversationId }),
  ...(questionId === undefined ? {} : { LIBRECHAT_BODY_PARENTMESSAGEID: questionId }),
  ...(answerId === undefined ? {} : { LIBRECHAT_BODY_MESSAGEID: answerId }),
});

/** People choose their names: what is not plain ASCII, a line break above all, goes as `b64:` and the Base64 of its UTF-8. */
export const encodeValue = (value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? value : `b64:${Buffer.from(value, 'utf8').toString('base64')}`;

/**
 * The headers with everything filled in, once: a value that looks like a placeholder stays as it is. A header with one that is not known here is left
 * out whole.
 */
export function fillHeaders(headers: Headers, values: HeaderValues): Record<string, string> {
  const known = values as Readonly<Record<string, string | undefined>>;
  const filled: [string, string][] = [];
  for (const [name, text] of Object.entries(headers)) {
    let whole = true;
    const value = text.replace(placeholder, (_, key: string) => {
      const found = Object.hasOwn(known, key) ? known[key] : undefined;
      whole &&= found !== undefined && found !== '';
      return encodeValue(found ?? '');
    });
    if (whole) filled.push([name, value]);
  }
  return Object.fromEntries(filled);
}
