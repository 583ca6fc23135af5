import { v1Routes } from '@parley/contracts/v1';
import { implementV1 } from '../v1-call.ts';
import { anthropicModel, openAiModel, presentModels } from './present-models.ts';

/** `GET /v1/models`: every model the key's owner can use. */
export const listModels = implementV1(v1Routes.models, async ({ apiCalls }, { scope, anthropic, response }) => {
  response.setHeader('Cache-Control', 'no-store');
  response.json(presentModels(await apiCalls.models(scope), anthropic));
});

/** `GET /v1/models/:model`: one of them, by either of its names. A model that its endpoint does not list is known by its name alone. */
export const getModel = implementV1(v1Routes.model, async ({ apiCalls }, { scope, anthropic, model, response }) => {
  const { endpoint, id } = await apiCalls.find(scope, model);
  const name = `${endpoint}/${id}`;
  const found = (await apiCalls.models(scope)).find((each) => each.name === name) ?? { name, title: id, endpoint };
  response.setHeader('Cache-Control', 'no-store');
  response.json(anthropic ? anthropicModel(found) : openAiModel(found));
});
