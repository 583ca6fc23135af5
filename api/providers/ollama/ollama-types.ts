/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export interface OllamaToolCall {
  readonly function: { readonly name: string; readonly arguments: object };
}

export interface OllamaMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** Base64 of each, without a type: the server looks for itself. */
  readonly images?: readonly string[];
  readonly tool_calls?: readonly OllamaToolCall[];
  /** Which tool a result is of; calls have no ids that every version knows. */
  readonly tool_name?: string;
}

export interface OllamaOptions {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly num_predict?: number;
}

export interface OllamaRequest {
  readonly model: string;
  readonly messages: readonly OllamaMessage[];
  readonly stream: true;
  /** Whether, or how much, a model thinks; refused by models that cannot. */
  readonly think?: boolean | 'low' | 'medium' | 'high';
  readonly options?: OllamaOptions;
  readonly tools?: readonly {
    readonly type: 'function';
    readonly function: { readonly name: string; readonly description?: string; readonly parameters: Readonly<Record<string, unknown>> };
  }[];
  readonly format?: 'json' | Readonly<Record<string, unknown>>;
}
