import type { Budget, BudgetReport } from '@parley/contracts';
import { useState, type FormEvent } from 'react';
import { useEndpoints } from '../../../hooks/use-endpoints.ts';
import { useFocusRefused } from '../../../hooks/use-focus-refused.ts';
import { isRefusal } from '../../../lib/api-error.ts';
import { sentenceOf } from '../../../lib/explain-error.ts';
import { numberOf } from '../../../lib/field-refusal.ts';
import { t } from '../../../localization/localization.ts';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PersonField } from './PersonField.tsx';
import { keyOfBudget, roles } from './budget-words.ts';
import { useSaveBudget } from './use-save-budget.ts';
import { FormActions } from '../FormActions.tsx';

type PrincipalType = Budget['principal']['type'];

interface BudgetFormProps {
  /** Those there are: of one person or role there is one budget for each provider. */
  others: readonly BudgetReport[];
  onDone: () => void;
}

/** A new budget: for whom, on what, how much. */
export function BudgetForm({ others, onDone }: BudgetFormProps) {
  const endpoints = useEndpoints().data ?? [];
  const [type, setType] = useState<PrincipalType>('user');
  const [person, setPerson] = useState('');
  const [role, setRole] = useState<string>(roles[0]);
  const [endpoint, setEndpoint] = useState('');
  const [amount, setAmount] = useState('');
  const [tried, setTried] = useState(false);
  const { save, busy, amountError, error } = useSaveBudget(onDone);

  const id = type === 'user' ? person : role;
  const key = { principal: { type, id }, ...(endpoint === '' ? {} : { endpoint }) };
  const isThere = others.some((other) => keyOfBudget(other) === keyOfBudget(key));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (id === '' || isThere) return;
    void save({ ...key, dollarsPerMonth: numberOf(amount) ?? Number.NaN });
  };
  const refused = (code: string): string | undefined => (isRefusal(error, code) ? sentenceOf(error) : undefined);
  const whoError = tried && type === 'user' && person === '' ? t('settings.budgets.missingPerson') : refused('budget.unknown-principal');
  const whereError = tried && isThere ? t('settings.budgets.isThere') : refused('endpoint.not-found');
  const form = useFocusRefused(amountError ?? whoError ?? whereError);
  return (
    <form
      ref={form}
      aria-label={t('settings.budgets.add')}
      onSubmit={submit}
      className="my-3 grid max-w-110 gap-4 border-y border-line py-4"
    >
      <Segments<PrincipalType>
        label={t('settings.budgets.whose')}
        value={type}
        onChange={setType}
        options={[
          { value: 'user', label: t('settings.budgets.person') },
          { value: 'role', label: t('settings.budgets.role') },
        ]}
      />
      {type === 'user' ? (
        <PersonField chosen={person} onChoose={setPerson} error={whoError} />
      ) : (
        <SelectField
          label={t('settings.budgets.role')}
          value={role}
          onChange={setRole}
          options={roles.map((value) => ({ value, label: t(`settings.budgets.role.${value}`) }))}
          error={whoError}
        />
      )}
      <SelectField
        label={t('settings.budgets.where')}
        value={endpoint}
        onChange={setEndpoint}
        options={[
          { value: '', label: t('settings.budgets.everywhere') },
          ...endpoints.map(({ id: value, name }) => ({ value, label: name })),
        ]}
        error={whereError}
      />
      <TextField
        label={t('settings.budgets.amount')}
        value={amount}
        inputMode="decimal"
        autoComplete="off"
        onChange={(event) => setAmount(event.target.value)}
        error={amountError}
      />
      {error && whoError === undefined && whereError === undefined ? <ErrorNotice error={error} /> : null}
      <FormActions busy={busy} onCancel={onDone} />
    </form>
  );
}
