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

export interface OllamaRequest {
  readonly model: string;
  readonly messages: readonly OllamaMessage[];
  readonly stream: true;
  readonly options?: { readonly temperature?: number; readonly num_predict?: number };
  readonly tools?: readonly {
    readonly type: 'function';
    readonly function: { readonly name: string; readonly description?: string; readonly parameters: Readonly<Record<string, unknown>> };
  }[];
  readonly format?: 'json' | Readonly<Record<string, unknown>>;
}
