import type { BudgetReport } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useEndpoints } from '../../../hooks/use-endpoints.ts';
import { useFocusBack } from '../../../hooks/use-focus-back.ts';
import { api } from '../../../lib/api-client.ts';
import { sentenceOf } from '../../../lib/explain-error.ts';
import { formatMoney } from '../../../lib/money.ts';
import { showToast } from '../../../lib/toasts.ts';
import { formatUtcDay } from '../../../localization/dates.ts';
import { t } from '../../../localization/localization.ts';
import { Button } from '../../ui/Button.tsx';
import { AmountForm } from './AmountForm.tsx';
import { whoWords } from './budget-words.ts';
import { budgetsQuery } from './budgets-query.ts';
import '../usage.css';

const money = (dollars: number): string => formatMoney(dollars * 1_000_000_000);

/** The focus goes to what keeps the budget: pressing again at once deletes nothing. */
const takeFocus = (button: HTMLButtonElement | null): void => button?.focus();

/** One budget: whom it limits, what is used of it, and the ways to change and to delete it. */
export function BudgetItem({ budget, onDeleted }: { budget: BudgetReport; onDeleted: () => void }) {
  const [doing, setDoing] = useState<'nothing' | 'changing' | 'deleting'>('nothing');
  const { ref: changeRef, back: backToChange } = useFocusBack();
  const { ref: deleteRef, back: backToDelete } = useFocusBack();
  const endpoints = useEndpoints().data;
  const { endpoint, dollarsPerMonth, spent, reserved, until } = budget;
  const where =
    endpoint === undefined ? t('settings.budgets.everywhere') : (endpoints?.find(({ id }) => id === endpoint)?.name ?? endpoint);
  const name = `${whoWords(budget)}, ${where}`;
  const used = t(reserved > 0 ? 'settings.budgets.usedAndReserved' : 'settings.budgets.used', {
    spent: money(spent),
    reserved: money(reserved),
    granted: money(dollarsPerMonth),
  });
  return (
    <section aria-label={name} className="border-b border-line py-4 last:border-0">
      <h4 className="font-medium">
        <bdi>{whoWords(budget)}</bdi> <span className="font-normal text-text-soft">· {where}</span>
      </h4>
      <meter
        min={0}
        max={dollarsPerMonth}
        value={Math.min(dollarsPerMonth, spent + reserved)}
        aria-label={t('settings.budgets.meter', { name })}
        className="allowance my-1.5"
      />
      <p className="text-small text-text-soft">
        {used} {t('settings.budgets.until', { day: formatUtcDay(until.slice(0, 10)) })}
      </p>
      {doing === 'changing' ? <AmountForm budget={budget} name={name} onDone={() => (backToChange(), setDoing('nothing'))} /> : null}
      {doing === 'deleting' ? (
        <Deleting budget={budget} name={name} onKeep={() => (backToDelete(), setDoing('nothing'))} onDeleted={onDeleted} />
      ) : null}
      {doing === 'nothing' ? (
        <div className="mt-2.5 flex gap-2">
          <Button
            ref={changeRef}
            size="small"
            aria-label={t('settings.budgets.changeNamed', { name })}
            onClick={() => setDoing('changing')}
          >
            {t('settings.budgets.change')}
          </Button>
          <Button
            ref={deleteRef}
            size="small"
            aria-label={t('settings.budgets.deleteNamed', { name })}
            onClick={() => setDoing('deleting')}
          >
            {t('settings.budgets.delete')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

interface DeletingProps {
  budget: BudgetReport;
  name: string;
  onKeep: () => void;
  onDeleted: () => void;
}

/** Asks once more. */
function Deleting({ budget: { principal, endpoint }, name, onKeep, onDeleted }: DeletingProps) {
  const client = useQueryClient();
  const remove = async (): Promise<void> => {
    try {
      const query = { ...principal, ...(endpoint === undefined ? {} : { endpoint }) };
      client.setQueryData(budgetsQuery.queryKey, (await api.usage.deleteBudget({ query })).budgets);
      showToast(t('settings.budgets.deleted', { name }));
      onDeleted();
    } catch (error) {
      showToast(sentenceOf(error), { tone: 'bad' });
    }
  };
  return (
    <div className="mt-2.5 grid gap-2.5">
      <p role="alert">{t('settings.budgets.sure')}</p>
      <div className="flex flex-wrap gap-2">
        <Button look="bad" aria-label={t('settings.budgets.deleteNamed', { name })} onClick={() => void remove()}>
          {t('settings.budgets.delete')}
        </Button>
        <Button look="quiet" ref={takeFocus} onClick={onKeep}>
          {t('settings.budgets.keep')}
        </Button>
      </div>
    </div>
  );
}
