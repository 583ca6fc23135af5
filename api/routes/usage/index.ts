import type { Implementation } from '../implement.ts';
import { chat } from './chat.ts';
import { deleteBudget } from './delete-budget.ts';
import { deleteModel } from './delete-model.ts';
import { everybody } from './everybody.ts';
import { listBudgets } from './list-budgets.ts';
import { listModels } from './list-models.ts';
import { mine } from './mine.ts';
import { putBudget } from './put-budget.ts';
import { putModel } from './put-model.ts';

/** Every action of this resource. */
export const usageImplementations: readonly Implementation[] = [
  mine,
  chat,
  everybody,
  listBudgets,
  putBudget,
  deleteBudget,
  listModels,
  putModel,
  deleteModel,
];
