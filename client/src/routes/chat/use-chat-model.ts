import type { Conversation, Endpoint, ModelRef } from '@parley/contracts';
import { useCallback, useState } from 'react';
import { endpointsQuery, refreshEndpoints, useEndpoints } from '../../hooks/use-endpoints.ts';
import { ApiError } from '../../lib/api-error.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { queryClient } from '../../lib/query-client.ts';
import { showToast } from '../../lib/toasts.ts';
import { firstModel, modelName, useLastModel } from '../../stores/chosen-model.ts';
import { chooseModel } from '../../stores/turns.ts';

export interface ChatModel {
  readonly endpoints: readonly Endpoint[] | undefined;
  readonly error: unknown;
  /** Null while the endpoints are being read, and when none of them can be asked. */
  readonly model: ModelRef | null;
  /** The model, as soon as it is known. Rejects with an ApiError when there is none. */
  readonly whenKnown: () => Promise<ModelRef>;
  readonly choose: (model: ModelRef) => void;
  readonly retry: () => void;
  readonly nameOf: (model: ModelRef) => string;
}

/** The model of this chat: what was just chosen, else the conversation's own, else what a new chat begins with. */
export function useChatModel(conversation: Conversation | undefined): ChatModel {
  const { data, error, refetch } = useEndpoints();
  const last = useLastModel((state) => state.last);
  const [wanted, setWanted] = useState<ModelRef>();
  const model = wanted ?? conversation?.settings.model ?? (data ? firstModel(data, last) : null);

  const choose = useCallback(
    (chosen: ModelRef): void => {
      setWanted(chosen);
      chooseModel(conversation, chosen).then(
        () => setWanted(undefined),
        (failure: unknown) => {
          setWanted(undefined);
          showToast(sentenceOf(failure), { tone: 'bad' });
        },
      );
    },
    [conversation],
  );
  const whenKnown = useCallback(async (): Promise<ModelRef> => {
    const known = model ?? firstModel(await queryClient.ensureQueryData(endpointsQuery), useLastModel.getState().last);
    if (!known) throw new ApiError('endpoint.key-missing', { status: 409 });
    return known;
  }, [model]);
  const nameOf = useCallback((ref: ModelRef) => modelName(data, ref), [data]);
  // When the server itself cannot be asked, the query says why.
  const retry = useCallback(() => void refreshEndpoints(queryClient).catch(() => refetch()), [refetch]);
  return { endpoints: data, error, model, whenKnown, choose, retry, nameOf };
}
