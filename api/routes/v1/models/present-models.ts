import type { ProgramModel } from '../../../services/api-calls/api-call-service.ts';

/** Nobody knows when a model of somebody else's was made. */
const created = 0;

interface OpenAiModel {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
}

export const openAiModel = ({ name, endpoint }: ProgramModel): OpenAiModel => ({ id: name, object: 'model', created, owned_by: endpoint });

interface AnthropicModel {
  readonly type: 'model';
  readonly id: string;
  readonly display_name: string;
  readonly created_at: string;
}

export const anthropicModel = ({ name, title }: ProgramModel): AnthropicModel => ({
  type: 'model',
  id: name,
  display_name: title,
  created_at: new Date(created).toISOString(),
});

/** All of them, as OpenAI lists them. */
export const openAiModels = (models: readonly ProgramModel[]): object => ({ object: 'list', data: models.map(openAiModel) });

/** One page of them, as Anthropic lists them. */
export function anthropicModels(models: readonly ProgramModel[], hasMore: boolean): object {
  const data = models.map(anthropicModel);
  return { data, has_more: hasMore, first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
