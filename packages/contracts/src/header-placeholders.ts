/** What an operator can have filled into the headers of an endpoint, as `{{NAME}}`; LibreChat's names. */
export const headerPlaceholders = [
  'LIBRECHAT_USER_ID',
  'LIBRECHAT_USER_NAME',
  'LIBRECHAT_USER_USERNAME',
  'LIBRECHAT_USER_EMAIL',
  'LIBRECHAT_USER_ROLE',
  'LIBRECHAT_BODY_CONVERSATIONID',
  'LIBRECHAT_BODY_PARENTMESSAGEID',
  'LIBRECHAT_BODY_MESSAGEID',
] as const;
export type HeaderPlaceholder = (typeof headerPlaceholders)[number];
