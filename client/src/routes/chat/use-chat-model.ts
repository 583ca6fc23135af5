import { enforcedSettings, fitSettings } from '@parley/chat-core';
import type {
  Conversation,
  ConversationSettings,
  Endpoint,
  ModelRef,
  ModelSpec,
  ModelSpecs,
  Parameter,
  Preset,
  SettingName,
} from '@parley/contracts';
import { useCallback, useMemo, useState } from 'react';
import { configQuery } from '../../hooks/use-config.ts';
import { endpointsQuery, refreshEndpoints, useEndpoints, useModelSpecs } from '../../hooks/use-endpoints.ts';
import { useInterface } from '../../hooks/use-interface.ts';
import { usePresets } from '../../hooks/use-presets.ts';
import { ApiError } from '../../lib/api-error.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { presetsQuery } from '../../lib/presets-query.ts';
import { queryClient } from '../../lib/query-client.ts';
import { showToast } from '../../lib/toasts.ts';
import { modelName, parametersOf, rememberModel, useLastModel } from '../../stores/chosen-model.ts';
import { beginning, setNewChat, settingsOfSpec, useNewChat } from '../../stores/new-chat.ts';
import { settingsAlone } from '../../stores/presets.ts';
import { changeSettings } from '../../stores/turns.ts';

export interface ChatModel {
  readonly endpoints: readonly Endpoint[] | undefined;
  readonly specs: ModelSpecs | null;
  readonly error: unknown;
  /** Null while it is not known yet (`pending`), and when none can be asked. */
  readonly model: ModelRef | null;
  /** The endpoints or the presets, which say what a new chat begins with, are still being read. */
  readonly pending: boolean;
  /** What the next turn is asked with, the model among it. */
  readonly settings: ConversationSettings;
  /** What the model takes; where the operator enforces specs, what its spec fixes. */
  readonly parameters: readonly Parameter[];
  /** Settings of the chat that the model does not take. */
  readonly missing: readonly SettingName[];
  /** The operator's spec that the chat is asked with, if it is one. */
  readonly spec: ModelSpec | undefined;
  /** Both, as soon as they are known. Rejects with an ApiError when there is no model. */
  readonly whenKnown: () => Promise<ConversationSettings & { model: ModelRef }>;
  readonly choose: (model: ModelRef) => void;
  readonly chooseSpec: (spec: ModelSpec) => void;
  readonly change: (settings: ConversationSettings) => void;
  readonly retry: () => void;
  readonly nameOf: (model: ModelRef) => string;
}

/** Nothing is left to choose: what is set is the operator's, what is not is nobody's. */
const fixedBy = (settings: ConversationSettings, described: readonly Parameter[]): readonly Parameter[] =>
  described.flatMap((parameter) => {
    const fixed = settings[parameter.name];
    return fixed === undefined ? [] : [{ ...parameter, fixed: parameter.fixed ?? fixed }];
  });

/** None where the operator switched them off. Presets that cannot be read keep nobody from asking. */
async function presetsWhenKnown(): Promise<readonly Preset[]> {
  try {
    const { interface: pages } = await queryClient.ensureQueryData(configQuery);
    return pages.presets ? (await queryClient.ensureQueryData(presetsQuery)).presets : [];
  } catch {
    return [];
  }
}

async function beginningWhenKnown(): Promise<ConversationSettings> {
  const set = useNewChat.getState().settings;
  const { endpoints, specs } = await queryClient.ensureQueryData(endpointsQuery);
  const presets = await presetsWhenKnown();
  return set ?? beginning({ endpoints, specs, presets, last: useLastModel.getState().last });
}

const notKnown: ConversationSettings = {};

/** The model and settings of this chat: what was just chosen, else the conversation's own, else what a new chat begins with. */
export function useChatModel(conversation: Conversation | undefined): ChatModel {
  const { data, error, refetch } = useEndpoints();
  const specs = useModelSpecs();
  const kept = usePresets();
  const { presets: hasPresets } = useInterface();
  const last = useLastModel((state) => state.last);
  const ofNewChat = useNewChat((state) => state.settings);
  const [wanted, setWanted] = useState<ConversationSettings>();
  const chosen = useMemo((): ConversationSettings => {
    if (wanted) return wanted;
    if (conversation) return conversation.settings;
    if (ofNewChat) return ofNewChat;
    return data && !kept.isPending
      ? beginning({ endpoints: data, specs, presets: (hasPresets && kept.data?.presets) || [], last })
      : notKnown;
  }, [wanted, conversation, ofNewChat, data, kept.isPending, kept.data, hasPresets, specs, last]);
  const model = chosen.model ?? null;
  const settings = useMemo(() => (model === null ? chosen : enforcedSettings(specs, model, chosen)), [specs, model, chosen]);
  const parameters = useMemo(() => {
    const described = data && model ? parametersOf(data, model) : [];
    return specs?.enforce ? fixedBy(settings, described) : described;
  }, [data, model, specs, settings]);
  const missing = useMemo(
    () =>
      parameters.length === 0
        ? []
        : fitSettings(settingsAlone(settings), parameters)
            .misfits.filter(({ kind }) => kind === 'unsupported')
            .map(({ name }) => name),
    [settings, parameters],
  );

  const change = useCallback(
    (next: ConversationSettings): void => {
      if (next.model) rememberModel(next.model);
      if (!conversation) return setNewChat(next);
      setWanted(next);
      changeSettings(conversation, next).then(
        () => setWanted(undefined),
        (failure: unknown) => {
          setWanted(undefined);
          showToast(sentenceOf(failure), { tone: 'bad' });
        },
      );
    },
    [conversation],
  );
  const choose = useCallback(
    // A spec's own settings go with it; what the person set stays.
    (other: ModelRef): void => change({ ...(settings.spec === undefined ? settingsAlone(settings) : {}), model: other }),
    [change, settings],
  );
  const chooseSpec = useCallback((spec: ModelSpec): void => change(settingsOfSpec(spec)), [change]);
  const whenKnown = useCallback(async () => {
    const known = model ? settings : await beginningWhenKnown();
    if (!known.model) throw new ApiError('endpoint.key-missing', { status: 409 });
    return { ...known, model: known.model };
  }, [model, settings]);
  const nameOf = useCallback((ref: ModelRef) => modelName(data, ref), [data]);
  // When the server itself cannot be asked, the query says why.
  const retry = useCallback(() => void refreshEndpoints(queryClient).catch(() => refetch()), [refetch]);
  const spec = specs?.list.find(({ name }) => name === settings.spec);
  return {
    endpoints: data,
    specs,
    error,
    model,
    pending: chosen === notKnown,
    settings,
    parameters,
    missing,
    spec,
    whenKnown,
    choose,
    chooseSpec,
    change,
    retry,
    nameOf,
  };
}
