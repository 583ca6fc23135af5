/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export interface CachePoint {
  readonly cachePoint: { readonly type: 'default' };
}

/** Bytes are base64 in the JSON of this API. */
interface Source {
  readonly bytes: string;
}

export type BedrockBlock =
  | { readonly text: string }
  | { readonly image: { readonly format: string; readonly source: Source } }
  | {
      readonly document: {
        readonly format: string;
        readonly name: string;
        readonly source: Source;
        readonly citations?: { readonly enabled: true };
      };
    }
  | { readonly toolUse: { readonly toolUseId: string; readonly name: string; readonly input: object } }
  | {
      readonly toolResult: {
        readonly toolUseId: string;
        readonly content: readonly { readonly text: string }[];
        readonly status?: 'error';
      };
    }
  | {
      readonly reasoningContent:
        { readonly reasoningText: { readonly text: string; readonly signature: string } } | { readonly redactedContent: string };
    }
  | CachePoint;

export interface BedrockMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly BedrockBlock[];
}

export type BedrockTool =
  | {
      readonly toolSpec: {
        readonly name: string;
        readonly description?: string;
        readonly inputSchema: { readonly json: object };
        readonly strict?: boolean;
      };
    }
  | CachePoint;

export type BedrockToolChoice = { readonly auto: object } | { readonly any: object } | { readonly tool: { readonly name: string } };

/** The body alone: the model is named in the path. */
export interface BedrockRequest {
  readonly messages: readonly BedrockMessage[];
  readonly system?: readonly ({ readonly text: string } | CachePoint)[];
  readonly inferenceConfig?: {
    readonly maxTokens?: number;
    readonly temperature?: number;
    readonly topP?: number;
    readonly stopSequences?: readonly string[];
  };
  readonly toolConfig?: { readonly tools: readonly BedrockTool[]; readonly toolChoice?: BedrockToolChoice };
  readonly guardrailConfig?: object;
  /** What a vendor's models take beyond what all have in common. */
  readonly additionalModelRequestFields?: Readonly<Record<string, unknown>>;
  readonly outputConfig?: {
    readonly textFormat: {
      readonly type: 'json_schema';
      readonly structure: { readonly jsonSchema: { readonly schema: string; readonly name: string } };
    };
  };
}
