import { modelListQuerySchema, v1Routes } from '@parley/contracts/v1';
import { readAs } from '../read-body.ts';
import { implementV1 } from '../v1-call.ts';
import { pageModels } from './page-models.ts';
import { anthropicModel, anthropicModels, openAiModel, openAiModels } from './present-models.ts';

/** `GET /v1/models`: every model the key's owner can use; for Anthropic's clients in pages, where they ask for them. */
export const listModels = implementV1(v1Routes.models, async ({ apiCalls }, { scope, anthropic, query, response }) => {
  const asked = anthropic ? readAs(query, modelListQuerySchema, 'query') : null;
  const models = await apiCalls.models(scope);
  response.setHeader('Cache-Control', 'no-store');
  if (asked === null) response.json(openAiModels(models));
  else {
    const page = pageModels(models, asked);
    response.json(anthropicModels(page.models, page.hasMore));
  }
});

/** `GET /v1/models/:model`: one of them, by either of its names. A model that its endpoint does not list is known by its name alone. */
export const getModel = implementV1(v1Routes.model, async ({ apiCalls }, { scope, anthropic, model, response }) => {
  const { endpoint, id } = await apiCalls.find(scope, model);
  const name = `${endpoint}/${id}`;
  const found = (await apiCalls.models(scope)).find((each) => each.name === name) ?? { name, title: id, endpoint };
  response.setHeader('Cache-Control', 'no-store');
  response.json(anthropic ? anthropicModel(found) : openAiModel(found));
});
