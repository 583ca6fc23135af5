import type { Budget } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../lib/api-client.ts';
import { refusalOf } from '../../../lib/field-refusal.ts';
import { showToast } from '../../../lib/toasts.ts';
import { t } from '../../../localization/localization.ts';
import { budgetsQuery } from './budgets-query.ts';

interface SaveBudget {
  save(budget: Budget): Promise<void>;
  readonly busy: boolean;
  /** What the server said of the amount. */
  readonly amountError: string | undefined;
  /** Whatever else went wrong. */
  readonly error: unknown;
}

/** Sets a budget; what the server refuses is kept for the field it names. */
export function useSaveBudget(onDone: () => void): SaveBudget {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const refusal = refusalOf(error);
  const isAmount = refusal?.path === 'body.dollarsPerMonth';
  return {
    busy,
    amountError: isAmount ? refusal.words : undefined,
    error: isAmount ? undefined : error,
    async save(body) {
      if (busy) return;
      setBusy(true);
      setError(undefined);
      try {
        client.setQueryData(budgetsQuery.queryKey, (await api.usage.putBudget({ body })).budgets);
        showToast(t('settings.budgets.saved'));
        onDone();
      } catch (thrown) {
        setError(thrown);
        setBusy(false);
      }
    },
  };
}
