import type { Conversation, Endpoint, ModelRef } from '@parley/contracts';
import { useCallback, useState } from 'react';
import { useEndpoints } from '../../hooks/use-endpoints.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { showToast } from '../../lib/toasts.ts';
import { firstModel, modelName, useLastModel } from '../../stores/chosen-model.ts';
import { chooseModel } from '../../stores/turns.ts';

export interface ChatModel {
  readonly endpoints: readonly Endpoint[] | undefined;
  readonly error: unknown;
  readonly model: ModelRef | null;
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
  const nameOf = useCallback((ref: ModelRef) => modelName(data, ref), [data]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return { endpoints: data, error, model, choose, retry, nameOf };
}
