import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useFocusBack } from '../../../hooks/use-focus-back.ts';
import { t } from '../../../localization/localization.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { BudgetForm } from './BudgetForm.tsx';
import { BudgetItem } from './BudgetItem.tsx';
import { budgetsQuery } from './budgets-query.ts';
import { keyOfBudget } from './budget-words.ts';

/** For administrators: what people and roles may spend in a month, what they used of it, and the way to change it. */
export function BudgetSettings() {
  const budgets = useQuery(budgetsQuery);
  const [adding, setAdding] = useState(false);
  const { ref, back } = useFocusBack();
  const done = (): void => {
    back();
    setAdding(false);
  };
  return (
    <>
      <p className="pt-3 text-small text-text-soft">{t('settings.budgets.help')}</p>
      {adding ? (
        <BudgetForm others={budgets.data ?? []} onDone={done} />
      ) : (
        <Button ref={ref} onClick={() => setAdding(true)} className="my-3">
          <Plus aria-hidden className="size-4" />
          {t('settings.budgets.add')}
        </Button>
      )}
      {budgets.isPending ? <Skeleton className="my-4 h-24 w-full rounded-m" /> : null}
      {budgets.isError ? <ErrorNotice error={budgets.error} onRetry={() => void budgets.refetch()} className="my-4" /> : null}
      {budgets.data?.length === 0 && !adding ? <p className="py-2 text-text-soft">{t('settings.budgets.none')}</p> : null}
      {budgets.data?.map((budget) => (
        <BudgetItem key={keyOfBudget(budget)} budget={budget} onDeleted={back} />
      ))}
    </>
  );
}
