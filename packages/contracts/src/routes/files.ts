import { z } from 'zod';
import { fileSchema } from '../file.ts';
import { idSchema } from '../ids.ts';
import { defineRoute } from '../route.ts';

const params = z.strictObject({ id: idSchema });

export const fileRoutes = {
  upload: defineRoute({
    id: 'files.upload',
    method: 'post',
    path: '/files',
    summary: 'Bring a file: the body is its content. It is kept for a day unless a message is sent with it.',
    policy: 'signed-in',
    rate: 'write',
    query: z.strictObject({
      /** What the file is called; longer names are cut. */
      name: z.string().max(4_096).optional(),
    }),
    upload: true,
    response: fileSchema,
    status: 201,
    errors: [
      'file.too-large',
      'file.empty',
      'file.type-refused',
      'file.quota-exceeded',
      'file.too-many-at-once',
      'file.too-many-uploads',
      'file.cut-off',
    ],
  }),
  content: defineRoute({
    id: 'files.content',
    method: 'get',
    path: '/files/:id',
    summary: 'The bytes of a file of yours. Images are shown, everything else is an attachment; `Range` and `If-None-Match` are heeded.',
    policy: 'signed-in',
    rate: 'read',
    params,
    response: 'file',
    errors: ['file.not-found'],
  }),
  remove: defineRoute({
    id: 'files.remove',
    method: 'delete',
    path: '/files/:id',
    summary: 'Take back a file that no message was sent with.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: null,
    errors: ['file.not-found', 'file.in-use'],
  }),
};
