import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { modelRefSchema } from '../model-ref.ts';
import { presetInputSchema, presetSchema } from '../preset.ts';
import { defineRoute } from '../route.ts';

const params = z.strictObject({ id: idSchema });
const presets = z.object({ presets: z.array(presetSchema) });
const favourites = z.object({
  favourites: z.array(modelRefSchema),
  /** Names of the operator's specs; one that is gone stays marked, in case it comes back. */
  favouriteSpecs: z.array(z.string()),
});

export const presetRoutes = {
  list: defineRoute({
    id: 'presets.list',
    method: 'get',
    path: '/presets',
    summary: 'Your presets in your order, and the models and specs you marked as favourites.',
    policy: 'signed-in',
    rate: 'read',
    response: presets.extend(favourites.shape),
    errors: [],
  }),
  put: defineRoute({
    id: 'presets.put',
    method: 'put',
    path: '/presets/:id',
    summary: 'Keep settings as a preset. The id is yours to make; one that is there is replaced and keeps its place.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: presetInputSchema,
    response: presets,
    errors: ['preset.id-taken', 'preset.too-many'],
  }),
  remove: defineRoute({
    id: 'presets.remove',
    method: 'delete',
    path: '/presets/:id',
    summary: 'Delete a preset. Chats that began with it keep their settings.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: null,
    errors: ['preset.not-found'],
  }),
  order: defineRoute({
    id: 'presets.order',
    method: 'post',
    path: '/presets/order',
    summary: 'Put presets in another order: those named come first.',
    policy: 'signed-in',
    rate: 'write',
    body: z.strictObject({ ids: z.array(idSchema).max(limits.presetsPerUser) }),
    response: presets,
    errors: [],
  }),
  import: defineRoute({
    id: 'presets.import',
    method: 'post',
    path: '/presets/import',
    summary: 'Take in presets that Parley or LibreChat wrote. What a setting cannot hold is left out and named.',
    policy: 'signed-in',
    rate: 'write',
    body: z.strictObject({ presets: z.array(z.record(z.string(), z.unknown())).min(1).max(limits.presetsPerUser) }),
    response: presets.extend({
      /** By preset, what of it could not be taken. */
      leftOut: z.array(z.object({ name: z.string(), keys: z.array(z.string()) })),
    }),
    errors: ['preset.too-many', 'preset.not-a-preset'],
  }),
  putFavourite: defineRoute({
    id: 'presets.put-favourite',
    method: 'post',
    path: '/favourites',
    summary: 'Mark a model, or a spec of the operator’s, as a favourite, or take the mark away.',
    policy: 'signed-in',
    rate: 'write',
    body: z.union([
      z.strictObject({ model: modelRefSchema, marked: z.boolean() }),
      z.strictObject({ spec: z.string().min(1).max(limits.specCharacters), marked: z.boolean() }),
    ]),
    response: favourites,
    errors: ['preset.too-many-favourites'],
  }),
};
