import type { ModelRef } from '@parley/contracts';
import type { EndpointConfig, ModelProvider, TitleRules } from '../../providers/port.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { Scope } from '../../storage/ports/scope.ts';

/** A model ready to be called for one person: the adapter already holds the endpoint's URL and key. */
export interface ResolvedModel {
  readonly provider: ModelProvider;
  readonly model: string;
  readonly facts: ModelFacts;
  /** What the model can hold; absent when nobody said. */
  readonly contextTokens?: number;
  /** Called with a key of the person's own: what it costs is theirs. */
  readonly ownKey?: boolean;
  /** The model of the same endpoint that finds titles; absent means `model` itself. */
  readonly titleModel?: string;
  /** False: the operator wants no titles from models here. */
  readonly modelTitles?: boolean;
  readonly titles?: Omit<TitleRules, 'endpoint'>;
  /** What is asked for titles in its place. */
  readonly titlesBy?: ModelRef;
  /** Where summaries of its chats are not as for all. */
  readonly summaries?: NonNullable<EndpointConfig['summaries']>;
  /** How often it is asked again before its first word. */
  readonly retries?: number;
  /** Milliseconds for which its words are gathered before they are handed on; absent: as they come. */
  readonly streamRateMs?: number;
  /** Whom to ask when it cannot answer, in this order. */
  readonly fallbacks?: readonly ModelRef[];
}

/**
 * Finds the adapter for a model reference. Throws `RequestError` `endpoint.not-found` or `endpoint.key-missing`. A model the endpoint does
 * not list is passed on all the same: lists are incomplete, and the provider's own answer says more. Makes no network call.
 */
export type ResolveModel = (scope: Scope, ref: ModelRef) => Promise<ResolvedModel>;
