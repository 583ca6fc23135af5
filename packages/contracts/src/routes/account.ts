import { z } from 'zod';
import { accountSchema, nameSchema, newPasswordSchema, passwordSchema } from '../account.ts';
import { defineRoute } from '../route.ts';
import { termsSchema } from '../terms.ts';

const termsAnswer = z.object({ terms: termsSchema.nullable() });

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
  terms: defineRoute({
    id: 'account.terms',
    method: 'get',
    path: '/account/terms',
    summary: 'What people are asked to agree to, and whether this account did; null: nothing.',
    policy: 'signed-in',
    rate: 'read',
    response: termsAnswer,
    errors: [],
  }),
  acceptTerms: defineRoute({
    id: 'account.accept-terms',
    method: 'post',
    path: '/account/terms',
    summary: 'Agree to a version of the terms; it must be the one that holds now.',
    policy: 'signed-in',
    rate: 'write',
    body: z.strictObject({ version: z.string().min(1).max(100) }),
    response: termsAnswer,
    errors: ['terms.changed'],
  }),
};
