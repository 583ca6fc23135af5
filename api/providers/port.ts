import type { CallSettings, ErrorCode, ModelEntry, ModelInfo, ParameterChanges, Part, StopReason, Usage } from '@parley/contracts';
import type { EgressRequest } from '../egress/port.ts';

/** One message of the context that is sent. Adapters translate it into their wire format and leave out what that cannot carry. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly parts: readonly Part[];
}

/** A function the model may call; who asked for the call runs it. */
export interface ModelTool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The arguments must be exactly of the schema, where the provider can promise that. */
  readonly strict?: boolean;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** What an answer has to be besides words. */
export type ResponseFormat =
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly name: string;
      readonly schema: Readonly<Record<string, unknown>>;
      readonly strict?: boolean;
    };

/** What is asked of a model. A setting the format does not have is answered with a `setting.unsupported` warning, never silently dropped. */
export interface ModelCall extends Readonly<CallSettings> {
  readonly model: string;
  /** Oldest first. When the last one is the assistant's, the model is asked to go on from it. */
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
  /** Without tools it means nothing. The provider's own choice when absent. */
  readonly toolChoice?: ToolChoice;
  /** False: at most one call at a time. */
  readonly parallelToolCalls?: boolean;
  readonly responseFormat?: ResponseFormat;
  /**
   * Gives the bytes of a `file` part of these messages, when the request is built; null when the file is no longer there. What a format cannot
   * carry is never asked for, and said in a `file.left-out` warning (`kit/load-files.ts`).
   */
  readonly loadFile?: (fileId: string, signal: AbortSignal) => Promise<Uint8Array | null>;
  /** What the model is known to take of files and tools; absent means that nobody knows, and that it is tried. */
  readonly accepts?: { readonly images?: boolean; readonly documents?: boolean; readonly audio?: boolean; readonly tools?: boolean };
  /** Where the call comes from, for headers that name it; no adapter reads it. */
  readonly origin?: { readonly conversationId: string; readonly questionId?: string; readonly answerId?: string };
}

/** What an answer rests on: a page of the web by its address, or words (`quote`) of a document that was sent, on a page counted from 1. */
export interface CitedSource {
  readonly url?: string;
  readonly title?: string;
  readonly quote?: string;
  readonly page?: number;
}

/** What a model made. Nothing of it is believed: it may be of another type, or no base64 at all. */
export interface MadeFile {
  readonly mediaType: string;
  readonly base64: string;
}

/**
 * What a model's stream says, in order; the vocabulary of turn events without the turn's own. Part ids are unique in one
 * call. `finish` comes last and exactly once in a complete stream; a stream that fails throws `ProviderError` after whatever arrived.
 */
export type ModelEvent =
  | { readonly type: 'text-start' | 'text-end' | 'reasoning-start' | 'tool-call-end'; readonly part: string }
  | { readonly type: 'text-delta' | 'reasoning-delta' | 'tool-call-delta'; readonly part: string; readonly delta: string }
  | { readonly type: 'reasoning-end'; readonly part: string; readonly signature?: string }
  | { readonly type: 'tool-call-start'; readonly part: string; readonly callId: string; readonly name: string }
  | ({ readonly type: 'source'; readonly part: string } & CitedSource)
  /** A picture or sound that the model made, whole: bytes in base64, and what the provider calls them. */
  | ({ readonly type: 'file'; readonly part: string } & MadeFile)
  | { readonly type: 'usage'; readonly usage: Usage }
  /** A setting the model does not have, or an event of the provider that could not be used. */
  | { readonly type: 'warning'; readonly code: string; readonly message: string }
  | { readonly type: 'finish'; readonly stopReason: StopReason };

/** Something of a call that a model does not get, or not as it is, in a whole sentence. */
export interface LeftOut {
  readonly code: string;
  readonly message: string;
}

/** One wire format bound to one endpoint (URL, key). Made by the registry per call or per endpoint; holds no state of a turn. */
export interface ModelProvider {
  /** The endpoint's own list. Throws `ProviderError`. */
  models(signal: AbortSignal): Promise<ModelInfo[]>;
  /**
   * One attempt. Never throws before iteration. Aborting the signal closes the provider's socket and ends the iteration
   * without an error and without `finish`.
   */
  stream(call: ModelCall, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /**
   * What of a call would not be sent, in the words of the warnings that `stream` gives out for it, as far as that is known without asking anybody; what a
   * server refuses is only known afterwards. Absent: nothing is known. Throws nothing.
   */
  leavesOut?(call: ModelCall): readonly LeftOut[];
}

/** A failure of a provider in one shape: whose side it is on and whether a retry helps follow from the code (`errorTable`). */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ErrorCode;
  /** HTTP status of the provider's answer, when there was one. */
  readonly status: number | undefined;
  /** Seconds the provider asks to wait. */
  readonly retryAfter: number | undefined;
  /** The provider's own word on whether the same request may go well the next time; it counts for more than what the code says. */
  readonly repeatable: boolean | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { status?: number; retryAfter?: number; repeatable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.retryAfter = options.retryAfter;
    this.repeatable = options.repeatable;
  }
}

/** What an operator changes in the body of every request. `model`, `messages` and `stream` stay the adapter's. */
export interface RequestEdits {
  /** Put over what the adapter sends, at the top level. */
  readonly add: Readonly<Record<string, unknown>>;
  /** Names at the top level to leave out. */
  readonly drop: readonly string[];
}

/** What signs requests to AWS. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How an endpoint on AWS is reached when there is no key that goes into a header. */
export interface AwsAccess {
  readonly region: string;
  /** The regions that people may choose among, each with its address. */
  readonly regions?: Readonly<Record<string, string>>;
  /** Null: those of `profile`, else whatever AWS's own chain finds on this machine. */
  readonly credentials: AwsKeys | null;
  readonly profile: string | null;
  /** Sent with every request as `guardrailConfig`. */
  readonly guardrail?: Readonly<Record<string, string>>;
  /** What a model is called by, by its id. */
  readonly inferenceProfiles?: Readonly<Record<string, string>>;
}

export type KeyHeader = 'authorization' | 'api-key';

/** A service account of Google Cloud, as its key file describes it. */
export interface ServiceAccount {
  readonly email: string;
  /** PKCS #8, in PEM. */
  readonly privateKey: string;
  readonly keyId?: string;
  /** Where tokens are asked for. */
  readonly tokenUrl: string;
}

/** Models on Vertex, in a project of Google Cloud. */
export interface VertexPlace {
  readonly project: string;
  /** A region, or `global`. */
  readonly location: string;
  readonly account: ServiceAccount;
  /** What a model is called there, by its id, where the operator says so. Heeded by `anthropic-messages`. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Gives an access token of a service account, which is good for some minutes at least. Throws `ProviderError`. */
export type GoogleTokens = (account: ServiceAccount, signal: AbortSignal) => Promise<string>;

/** What Google's own format needs beside an address and a key. */
export interface GoogleAccess {
  /** What to block, by category (`HARM_CATEGORY_…`); the others are as Google has them. */
  readonly safety?: readonly { readonly category: string; readonly threshold: string }[];
  /** The key goes into `Authorization` too, which some proxies ask for. */
  readonly bearer?: boolean;
  readonly vertex?: VertexPlace;
}

export type PromptCache = '5m' | '1h' | 'off';

/** How an endpoint is reached. A person's own key comes with `trust: 'person'`. */
export interface EndpointAccess {
  readonly baseUrl: string;
  readonly key: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** The headers that carry the key, `authorization` as a bearer's; that one alone when absent. Heeded by OpenAI's formats. */
  readonly keyHeaders?: readonly KeyHeader[];
  /** Heeded by OpenAI's formats. */
  readonly edits?: RequestEdits;
  /** `baseUrl` is the whole address that requests for answers go to; heeded by OpenAI's formats. */
  readonly exactUrl?: boolean;
  /** How long its requests may take for their steps; absent: as for all. Heeded by the door to the network. */
  readonly patience?: Pick<EgressRequest, 'connectMs' | 'firstByteMs' | 'silenceMs'>;
  /** Heeded by `google-gemini`; where Vertex is, by `anthropic-messages` too. */
  readonly google?: GoogleAccess;
  /** How long the provider keeps what it read, for the next turn to cost less; `5m` when absent. Heeded by `anthropic-messages`. */
  readonly promptCache?: PromptCache;
  /** What the operator says of its settings; heeded by OpenAI's formats and by `bedrock-converse`. */
  readonly parameters?: ParameterChanges;
  /** Heeded by `bedrock-converse`. */
  readonly aws?: AwsAccess;
  readonly trust: 'operator' | 'person';
}

/** The wire formats Parley speaks; each is a folder beside this file. */
export type ProviderFormat =
  'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'google-gemini' | 'ollama' | 'cohere' | 'bedrock-converse' | 'demo';

/** Where one model of an endpoint is, when its models are at different addresses, as the deployments of Azure are. */
export interface ModelPlace {
  /** What the model is called there. */
  readonly model: string;
  /** Where another format than the endpoint's is spoken. */
  readonly format?: ProviderFormat;
  readonly baseUrl: string;
  /** The operator's key of this place; null: the person's own. */
  readonly key: string | null;
  readonly keyHeaders?: readonly KeyHeader[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly edits?: RequestEdits;
}

/** How an endpoint is called. Times in milliseconds. */
export interface CallRules {
  /** How often a model is asked again before its first word. */
  readonly retries: number;
  readonly connectMs: number;
  /** From the request to the first thing the model says. */
  readonly firstTokenMs: number;
  /** Between two pieces of an answer, of whatever kind. */
  readonly silenceMs: number;
  /** Answers at once on one node; 0: as many as come. */
  readonly concurrent: number;
  /** How many more may wait for a place. */
  readonly waiting: number;
  /** Words are gathered for so long before they are handed on; 0: as they come. */
  readonly streamRateMs: number;
}

/** A model that is asked when another cannot answer. */
export interface Fallback {
  readonly endpoint: string;
  readonly model: string;
  /** The models it stands in for; absent: all of the endpoint. */
  readonly for?: readonly string[];
}

/** How older messages are folded into summaries. */
export interface SummaryRules {
  /** False: what no longer fits is left out. A person may have a summary written all the same. */
  readonly enabled: boolean;
  /** The model that writes, in place of the chat's own; without an endpoint, of the chat's. */
  readonly by?: { readonly endpoint?: string; readonly id: string };
  /** Sent with the request for a summary. */
  readonly settings?: CallSettings;
  /** The words of the request; those for going on with an earlier summary are the same when absent. */
  readonly prompt?: string;
  readonly updatePrompt?: string;
  /** Tokens of a summary. */
  readonly maxTokens?: number;
  /** Share of what a model holds that is kept free beside the answer. */
  readonly reserve?: number;
  /** Folds before the room is used up: at this share of what the model holds, or when so many tokens are left of it. */
  readonly at?: { readonly share: number } | { readonly left: number };
  /** Fewer messages than so many are left out without a summary. */
  readonly fewest?: number;
  /** What stays as it is, as far as it fits: the newest exchanges, and the newest messages up to so many tokens. */
  readonly keep?: { readonly turns?: number; readonly tokens?: number };
}

/** How titles are found. */
export interface TitleRules {
  /** The words of the request; `{convo}` in them is the conversation, else it follows. */
  readonly prompt?: string;
  /** How the conversation is put: `{input}` is the question, `{output}` the answer. */
  readonly template?: string;
  /** The endpoint that is asked in place of the chat's own. */
  readonly endpoint?: string;
  /** Asked for as soon as the first question is, by that alone; absent: once the first answer is complete. */
  readonly timing?: 'immediate';
  /** The model writes the title into a form, where it has such a thing. */
  readonly structured?: true;
}

/** An endpoint as configuration names it: a provider's format, a place, a key and its models. */
export interface EndpointConfig {
  /** Stable and short (`openAI`, `anthropic`, `demo`, `ollama` …); part of every model reference that is stored. */
  readonly id: string;
  readonly name: string;
  readonly format: ProviderFormat;
  readonly baseUrl: string;
  /** The operator's key; null when there is none, which local servers do not need. */
  readonly key: string | null;
  /** Whether people may bring their own key (`OPENAI_API_KEY=user_provided`, or no operator key at all). */
  readonly ownKeys: boolean;
  readonly keyNeeded: boolean;
  /** The operator's own machine answers: where nobody says what a model costs, it costs nothing. */
  readonly free?: boolean;
  /** Models named by the operator (`OPENAI_MODELS`); null means: ask the endpoint. */
  readonly models: readonly string[] | null;
  readonly titleModel: string | null;
  /** What the operator says of its models, by their names. */
  readonly tokenConfig?: Readonly<Record<string, ModelEntry>>;
  /** False: conversations keep their first words as title. */
  readonly modelTitles?: boolean;
  readonly titles?: TitleRules;
  /** Where summaries are not as for all; a model of null is the chat's own. */
  readonly summaries?: { readonly enabled?: boolean; readonly model?: string | null };
  /** What is offered while `models` is null and the endpoint gives no list. */
  readonly fallbackModels?: readonly string[];
  /** Sent with every request to `baseUrl`, which never means a person's own address; may be secret. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly edits?: RequestEdits;
  readonly exactUrl?: boolean;
  /** Where it is called in another way than all are. */
  readonly calls?: Partial<CallRules>;
  readonly fallbacks?: readonly Fallback[];
  /** What the operator says of its settings. */
  readonly parameters?: ParameterChanges;
  /** Sent where neither a person nor a chat says otherwise. */
  readonly defaults?: CallSettings;
  readonly aws?: AwsAccess;
  /** Models at addresses of their own, by id; all that there are then, each with the headers and edits of its own. `baseUrl` is that of one of them. */
  readonly places?: Readonly<Record<string, ModelPlace>>;
  readonly google?: GoogleAccess;
  readonly promptCache?: PromptCache;
}
