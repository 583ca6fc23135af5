import type { BudgetReport } from '@parley/contracts';
import { useState } from 'react';
import { useFocusRefused } from '../../../hooks/use-focus-refused.ts';
import { numberOf } from '../../../lib/field-refusal.ts';
import { t } from '../../../localization/localization.ts';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSaveBudget } from './use-save-budget.ts';
import { FormActions } from '../FormActions.tsx';

interface AmountFormProps {
  budget: BudgetReport;
  name: string;
  onDone: () => void;
}

/** Another amount for a budget there is. */
export function AmountForm({ budget: { principal, endpoint, dollarsPerMonth }, name, onDone }: AmountFormProps) {
  const [amount, setAmount] = useState(String(dollarsPerMonth));
  const { save, busy, amountError, error } = useSaveBudget(onDone);
  const form = useFocusRefused(amountError);
  return (
    <form
      ref={form}
      aria-label={t('settings.budgets.changeNamed', { name })}
      onSubmit={(event) => {
        event.preventDefault();
        void save({ principal, ...(endpoint === undefined ? {} : { endpoint }), dollarsPerMonth: numberOf(amount) ?? Number.NaN });
      }}
      className="mt-3 grid max-w-80 gap-3"
    >
      <TextField
        label={t('settings.budgets.amount')}
        value={amount}
        inputMode="decimal"
        autoComplete="off"
        takesFocus
        onChange={(event) => setAmount(event.target.value)}
        error={amountError}
      />
      {error ? <ErrorNotice error={error} /> : null}
      <FormActions busy={busy} onCancel={onDone} />
    </form>
  );
}
