import type { Budget, BudgetReport } from '@parley/contracts';
import { isWordKey, t } from '../../../localization/localization.ts';

/** One budget has one: its principal and its provider. */
export const keyOfBudget = ({ principal: { type, id }, endpoint }: Pick<Budget, 'principal' | 'endpoint'>): string =>
  JSON.stringify([type, id, endpoint ?? null]);

export const roles = ['member', 'administrator'] as const;

/** Whom a budget limits, in words. */
export function whoWords({ principal: { type, id }, name }: Pick<BudgetReport, 'principal' | 'name'>): string {
  if (type === 'user') return name ?? t('settings.budgets.gone');
  const key = `settings.budgets.role.${id}`;
  return isWordKey(key) ? t(key) : id;
}
