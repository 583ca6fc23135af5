import { uuidv7 } from '@parley/chat-core';
import { RequestError, type Endpoint, type ModelRef } from '@parley/contracts';
import type { ModelCall, ModelEvent } from '../../providers/port.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { defaultChatLimits } from '../chat/chat-context.ts';
import { acceptsOf } from '../chat/model-call.ts';
import { defaultRetries, type RetryRules } from '../chat/retry-wait.ts';
import type { ResolveModel } from '../endpoints/resolve-model.ts';
import { callModel } from '../usage/call-model.ts';
import type { Ledger } from '../usage/ledger.ts';
import { createCallSlots } from './call-slots.ts';
import { countCall, type CallCounting } from './count-call.ts';
import { findModel, nameOf } from './find-model.ts';
import { streamCall } from './stream-call.ts';

export interface ApiCallDependencies {
  readonly listEndpoints: (scope: Scope) => Promise<readonly Endpoint[]>;
  readonly isEndpoint: (id: string) => boolean;
  /** Whether the operator lets people ask this model. */
  readonly isOffered: (ref: ModelRef) => boolean;
  /** Throws `terms.not-accepted` for somebody who has still to agree to the operator's terms; absent: nobody has to. */
  readonly assertAccepted?: (userId: string) => Promise<void>;
  readonly resolveModel: ResolveModel;
  /** The process is stopping: nothing new is begun. */
  readonly draining: () => boolean;
  readonly ledger: Ledger;
  readonly counting: CallCounting;
  readonly now: () => number;
  readonly rules?: RetryRules;
}

/** A model as programs are told of it. */
export interface ProgramModel {
  /** `endpoint/model`. */
  readonly name: string;
  readonly title: string;
  readonly endpoint: string;
}

/** A call that is ready to be made; it is made when its events are read. */
export interface ProgramCall {
  /** `endpoint/model`, whatever the program called it. */
  readonly name: string;
  readonly events: AsyncIterable<ModelEvent>;
}

/** Models as programs call them: whole histories come and nothing of them is kept. */
export interface ApiCallService {
  /** Every model that the person can use, by endpoint. */
  models(scope: Scope): Promise<ProgramModel[]>;
  /** The model a name means. Throws `model.not-found` and `model.ambiguous`. */
  find(scope: Scope, name: string): Promise<ModelRef>;
  /**
   * Throws what finding the model throws, `terms.not-accepted`, `model.not-offered`, `endpoint.key-missing` and `server.draining`. Its events throw `turn.too-many-running` and what
   * the provider throws, `budget.exceeded` too; aborting the signal ends them silently and closes the provider's connection.
   */
  open(scope: Scope, name: string, call: Omit<ModelCall, 'model'>, signal: AbortSignal): Promise<ProgramCall>;
  /** Tokens that a call would send. Throws what finding the model throws; no provider is asked. */
  countTokens(scope: Scope, name: string, call: Omit<ModelCall, 'model'>): Promise<number>;
  /** How many calls are being answered on this node. */
  running(): number;
}

export function createApiCallService(dependencies: ApiCallDependencies): ApiCallService {
  const {
    listEndpoints,
    isEndpoint,
    isOffered,
    assertAccepted,
    resolveModel,
    draining,
    ledger,
    counting,
    now,
    rules = defaultChatLimits,
  } = dependencies;
  const slots = createCallSlots();
  const find: ApiCallService['find'] = (scope, name) => findModel(name, isEndpoint, () => listEndpoints(scope));

  return {
    find,
    running: () => slots.running,
    countTokens: async (scope, name, call) => countCall(counting, (await find(scope, name)).id, call),
    models: async (scope) =>
      (await listEndpoints(scope))
        .filter(({ key }) => key !== 'none')
        .flatMap(({ id: endpoint, models }) =>
          models
            .filter(({ id }) => isOffered({ endpoint, id }))
            .map(({ id, name: title }) => ({ name: nameOf({ endpoint, id }), title, endpoint })),
        ),
    async open(scope, name, call, signal) {
      if (draining()) throw new RequestError('server.draining');
      await assertAccepted?.(scope.ownerId);
      const ref = await find(scope, name);
      if (!isOffered(ref)) throw new RequestError('model.not-offered', { params: { model: ref.id } });
      const resolved = await resolveModel(scope, ref);
      const { model, retries = defaultRetries, facts } = resolved;
      const accepts = acceptsOf(facts);
      const id = uuidv7();
      let attempt = 0;
      const stream = (asked: ModelCall, until: AbortSignal): AsyncIterable<ModelEvent> => {
        attempt += 1;
        const of = { turnId: null, conversationId: null, attempt };
        const origin = { ...of, id: `${id}/${attempt}`, kind: 'api' as const, endpoint: ref.endpoint };
        return callModel({ ledger, scope, origin, model: resolved, call: asked, signal: until, now });
      };
      async function* events(): AsyncGenerator<ModelEvent, void> {
        const giveBack = slots.take(scope.ownerId);
        try {
          yield* streamCall({ provider: { stream }, call: { ...call, model, accepts }, retries, rules, signal });
        } finally {
          giveBack();
        }
      }
      return { name: nameOf(ref), events: events() };
    },
  };
}
