import type { ModelEntry } from '@parley/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { endpointsQuery } from '../../../hooks/use-endpoints.ts';
import { api } from '../../../lib/api-client.ts';
import { overridesQuery } from './model-facts-query.ts';

interface ChangeFacts {
  /** Says something of a model; resolves to whether the server took it. */
  put(name: string, facts: ModelEntry): Promise<boolean>;
  /** Takes back what was said. */
  remove(name: string): Promise<boolean>;
  readonly busy: boolean;
  readonly error: unknown;
}

/** Changes what administrators said of a model, and has everything that shows its facts read them again. */
export function useChangeFacts(): ChangeFacts {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function change(ask: () => ReturnType<typeof api.usage.putModel>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setError(undefined);
    try {
      client.setQueryData(overridesQuery.queryKey, (await ask()).models);
      await client.invalidateQueries(endpointsQuery);
      return true;
    } catch (thrown) {
      setError(thrown);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return {
    put: (name, body) => change(() => api.usage.putModel({ query: { name }, body })),
    remove: (name) => change(() => api.usage.deleteModel({ query: { name } })),
    busy,
    error,
  };
}
