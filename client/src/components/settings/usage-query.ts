import { queryOptions } from '@tanstack/react-query';
import type { Allowance, UsageReportRow } from '@parley/contracts';
import { api } from '../../lib/api-client.ts';
import { daysOf } from '../../lib/usage-sums.ts';

export interface UsageReport {
  readonly rows: readonly (UsageReportRow & { readonly userId?: string; readonly name?: string })[];
  readonly allowances: readonly Allowance[];
}

/** What was used in a month, by this person or, for an administrator, by everybody. */
export const usageQuery = (month: string, whose: 'mine' | 'everybody') =>
  queryOptions({
    queryKey: ['usage', whose, month],
    queryFn: async ({ signal }): Promise<UsageReport> => {
      const days = daysOf(month);
      const query = { from: days[0]!, to: days.at(-1)! };
      if (whose === 'mine') return api.usage.mine({ query }, { signal });
      return { rows: (await api.usage.everybody({ query }, { signal })).rows, allowances: [] };
    },
    staleTime: 0,
  });
