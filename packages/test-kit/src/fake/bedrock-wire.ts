import { bedrockEvent, bedrockException } from './event-stream-frame.ts';
import { pieces, type FakeAsk, type FakeUsage, type Wire } from './wire.ts';

/** What Bedrock calls what others call otherwise. */
const exceptions: Readonly<Record<string, string>> = {
  overloaded_error: 'ServiceUnavailableException',
  rate_limit_error: 'ThrottlingException',
  authentication_error: 'UnrecognizedClientException',
  permission_error: 'AccessDeniedException',
  not_found_error: 'ResourceNotFoundException',
  api_error: 'InternalServerException',
};
const exceptionOf = (type: string): string => exceptions[type] ?? 'ValidationException';
const inStream = (type: string): string => exceptionOf(type).replace(/^./, (letter) => letter.toLowerCase());

const usageOf = ({ input, output }: FakeUsage): object => ({ inputTokens: input, outputTokens: output, totalTokens: input + output });

/** Bedrock's Converse: binary frames of numbered blocks, then why it stops, then the counts. */
export function createBedrockWire(_ask: FakeAsk, number: number): Wire {
  let index = -1;
  let open: 'reasoning' | 'text' | undefined;
  const event = (type: string, data: object): string => bedrockEvent(type, data).toString('latin1');

  function close(): string {
    if (open === undefined) return '';
    const signed =
      open === 'reasoning'
        ? event('contentBlockDelta', { contentBlockIndex: index, delta: { reasoningContent: { signature: `signed-fake${number}` } } })
        : '';
    open = undefined;
    return signed + event('contentBlockStop', { contentBlockIndex: index });
  }
  /** Only blocks of tools are announced. */
  function say(kind: 'reasoning' | 'text', delta: object): string {
    const before = open === kind ? '' : close();
    if (open !== kind) {
      index += 1;
      open = kind;
    }
    return before + event('contentBlockDelta', { contentBlockIndex: index, delta });
  }

  return {
    isBinary: true,
    begin: () => event('messageStart', { role: 'assistant' }),
    reasoning: (token) => say('reasoning', { reasoningContent: { text: token } }),
    text: (token) => say('text', { text: token }),
    picture(base64) {
      const before = close();
      index += 1;
      const at = { contentBlockIndex: index };
      const half = Math.floor(base64.length / 8) * 4;
      const piece = (bytes: string): string => event('contentBlockDelta', { ...at, delta: { image: { source: { bytes } } } });
      return (
        before +
        event('contentBlockStart', { ...at, start: { image: { format: 'png' } } }) +
        piece(base64.slice(0, half)) +
        piece(base64.slice(half)) +
        event('contentBlockStop', at)
      );
    },
    tool(name, args) {
      const before = close();
      index += 1;
      const at = { contentBlockIndex: index };
      return (
        before +
        event('contentBlockStart', { ...at, start: { toolUse: { toolUseId: `tooluse_fake${number}`, name } } }) +
        pieces(args)
          .map((input) => event('contentBlockDelta', { ...at, delta: { toolUse: { input } } }))
          .join('') +
        event('contentBlockStop', at)
      );
    },
    otherChoice: () => '',
    unknown: () => event('xUnknown', { future: { deep: [1] } }),
    comment: () => '',
    error: ({ type, message }) => bedrockException(inStream(type), { message }).toString('latin1'),
    end(usage, script, calledTool) {
      const closed = close();
      if (script.done === false) return closed;
      const stop = event('messageStop', { stopReason: script.finish ?? (calledTool ? 'tool_use' : 'end_turn') });
      return closed + stop + (usage ? event('metadata', { usage: usageOf(usage), metrics: { latencyMs: 1 } }) : '');
    },
    whole: (reasoning, text, usage, script) =>
      JSON.stringify({
        output: {
          message: {
            role: 'assistant',
            content: [
              ...(reasoning === ''
                ? []
                : [{ reasoningContent: { reasoningText: { text: reasoning, signature: `signed-fake${number}` } } }]),
              { text },
            ],
          },
        },
        stopReason: script.finish ?? 'end_turn',
        usage: usageOf(usage),
        metrics: { latencyMs: 1 },
      }),
    failure: ({ type, message }) => JSON.stringify({ __type: exceptionOf(type), message }),
  };
}

/** What `GET /foundation-models` says of models that chat. */
export const foundationModels = (models: readonly string[]): string =>
  JSON.stringify({
    modelSummaries: models.map((modelId) => ({
      modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${modelId}`,
      modelId,
      modelName: modelId.replaceAll('-', ' '),
      providerName: 'Fake',
      inputModalities: ['TEXT'],
      outputModalities: ['TEXT'],
      responseStreamingSupported: true,
      inferenceTypesSupported: ['ON_DEMAND'],
      modelLifecycle: { status: 'ACTIVE' },
    })),
  });

/** What `GET /inference-profiles` says where there are none. */
export const inferenceProfiles = (): string => JSON.stringify({ inferenceProfileSummaries: [] });
