import { chat } from './chat.ts';
import { common } from './common.ts';
import { firstErrors } from './first-errors.ts';

/** English, the source of the key type: every other language has the same keys. These are the words of the first page; the other files of this folder come with the parts of the page that say them. */
export const en = { ...common, ...chat, ...firstErrors };
