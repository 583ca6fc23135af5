import type { FakeAsk, FakeUsage, Wire } from './wire.ts';

const usageOf = ({ input, output, reasoning }: FakeUsage): object => ({
  promptTokenCount: input,
  candidatesTokenCount: output - reasoning,
  thoughtsTokenCount: reasoning,
  totalTokenCount: input + output,
});

/** Google's own names for what went wrong. */
const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** The Gemini format of Google: every event a small answer of its own, the last one with the reason it stops. */
export function createGeminiWire(ask: FakeAsk, number: number): Wire {
  const head = { modelVersion: ask.model, responseId: `fake${number}` };
  const chunk = (parts: object[], more: object = {}, usage?: object): string =>
    `data: ${JSON.stringify({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }], ...(usage ? { usageMetadata: usage } : {}), ...head })}\n\n`;
  const failed = (code: number, message: string): string =>
    JSON.stringify({ error: { code, message, status: statusNames[code] ?? 'UNKNOWN' } });
  const thoughtSignature = Buffer.from(`sig-fake${number}`).toString('base64');
  let hasThought = false;
  return {
    // Nothing comes before the first words.
    begin: () => '',
    reasoning(token) {
      hasThought = true;
      return chunk([{ text: token, thought: true }]);
    },
    text: (token) => chunk([{ text: token }]),
    picture: (data) => chunk([{ inlineData: { mimeType: 'image/png', data }, thoughtSignature }]),
    tool: (name, args) =>
      chunk([
        {
          functionCall: { name, args: JSON.parse(args) as unknown },
          thoughtSignature,
        },
      ]),
    otherChoice: (token) =>
      `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: ` not${token}` }], role: 'model' }, index: 1 }], ...head })}\n\n`,
    unknown: () => chunk([{ xUnknown: { deep: [1] } }]),
    comment: () => ': FAKE PROCESSING\n\n',
    error: ({ status, message }) => `data: ${failed(status, message)}\n\n`,
    end: (usage, script) =>
      script.done === false
        ? ''
        : // What was thought is signed at the end, on a part without words.
          chunk(
            [{ text: '', ...(hasThought ? { thoughtSignature } : {}) }],
            { finishReason: script.finish?.toUpperCase() ?? 'STOP' },
            usage ? usageOf(usage) : undefined,
          ),
    whole: (reasoning, text, usage, script) =>
      JSON.stringify({
        candidates: [
          {
            content: { parts: [...(reasoning === '' ? [] : [{ text: reasoning, thought: true }]), { text }], role: 'model' },
            finishReason: script.finish?.toUpperCase() ?? 'STOP',
            index: 0,
          },
        ],
        usageMetadata: usageOf(usage),
        ...head,
      }),
    failure: ({ status, message }) => failed(status, message),
  };
}
