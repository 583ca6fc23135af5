import { z } from 'zod';
import { accountSchema, nameSchema, newPasswordSchema, passwordSchema } from '../account.ts';
import { defineRoute } from '../route.ts';

export const accountRoutes = {
  get: defineRoute({
    id: 'account.get',
    method: 'get',
    path: '/account',
    summary: 'The signed-in account.',
    policy: 'signed-in',
    rate: 'read',
    response: accountSchema,
    errors: [],
  }),
  update: defineRoute({
    id: 'account.update',
    method: 'patch',
    path: '/account',
    summary: 'Change the name.',
    policy: 'signed-in',
    rate: 'write',
    body: z.strictObject({ name: nameSchema }),
    response: accountSchema,
    errors: [],
  }),
  changePassword: defineRoute({
    id: 'account.change-password',
    method: 'post',
    path: '/account/password',
    summary: 'Change the password; every other session ends.',
    policy: 'signed-in',
    rate: 'auth',
    body: z.strictObject({ current: passwordSchema, next: newPasswordSchema }),
    response: null,
    errors: ['account.password-refused', 'auth.throttled'],
  }),
};
