import { randomBytes } from 'node:crypto';

/** An id in the manner of the vendors: `chatcmpl-…`, `msg_…`. */
export const newId = (prefix: string): string => prefix + randomBytes(15).toString('hex');
