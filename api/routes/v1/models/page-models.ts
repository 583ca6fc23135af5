import type { ModelListQuery } from '@parley/contracts/v1';
import type { ProgramModel } from '../../../services/api-calls/api-call-service.ts';
import { invalid } from '../kit/refuse.ts';

interface ModelPage {
  readonly models: readonly ProgramModel[];
  /** More follow in the direction that was asked for. */
  readonly hasMore: boolean;
}

/** The place of a model in the list. Throws `request.invalid` for one that is not in it. */
function placeOf(models: readonly ProgramModel[], id: string, field: string): number {
  const place = models.findIndex(({ name }) => name === id);
  if (place === -1) throw invalid(field, 'there is no such model in the list');
  return place;
}

/** The part of the list that was asked for; all of it where no limit is named. Throws as `placeOf` does. */
export function pageModels(
  models: readonly ProgramModel[],
  { limit = models.length, after_id: after, before_id: before }: ModelListQuery,
): ModelPage {
  if (before !== undefined) {
    const end = placeOf(models, before, 'before_id');
    const start = Math.max(0, end - limit);
    return { models: models.slice(start, end), hasMore: start > 0 };
  }
  const start = after === undefined ? 0 : placeOf(models, after, 'after_id') + 1;
  return { models: models.slice(start, start + limit), hasMore: start + limit < models.length };
}
