import type { ErrorCode } from '@parley/contracts';

export interface FailureFacts {
  /** HTTP status, or the status a stream's error names. */
  readonly status: number | undefined;
  /** The error's own type and code, whichever it has. */
  readonly kinds: readonly string[];
  readonly words: string;
}

type Rule = readonly [code: ErrorCode, kinds: RegExp, words?: RegExp];

/** What an error says about itself goes before its status: half of all providers send 400, or 500, for everything. The first that fits wins. */
const rules: readonly Rule[] = [
  [
    'provider.quota-exhausted',
    /insufficient_quota|billing|insufficient_balance|credit|payment_required/,
    /credit balance|insufficient (?:balance|quota|credits|funds)|exceeded your current quota|billing (?:hard )?limit|out of credits|more credits|all available credits|spending limit/,
  ],
  [
    'provider.context-too-long',
    /context_length|context_window|string_above_max_length|request_too_large|exceed_context_size|tokens_limit_reached|prompt_too_long/,
    new RegExp(
      [
        'context (?:length|window|size|limit)',
        'maximum context',
        'prompt (?:is )?too long',
        'prompt exceeds max length',
        'prompt 超长',
        'too many (?:input )?tokens',
        'inputs? (?:is )?too long',
        'total length of all messages is too long',
        "exceeds? the (?:maximum|model's|available) .*(?:tokens|context)",
        'maximum (?:prompt|model) length',
        'exceeded model token limit',
        'prompt token count of \\d+ exceeds',
        'range of input length should be',
        'max_new_tokens` must be <=',
        'reduce the length',
        // A request that is larger than what a minute allows is never taken, however long one waits.
        'request (?:body )?too large for',
      ].join('|'),
    ),
  ],
  [
    'provider.key-refused',
    /invalid_api_key|authentication|invalid_authentication|unauthorized|unauthenticated/,
    /(?:invalid|incorrect|wrong|missing|no|expired|revoked|valid) (?:api|x-api|auth)[ -]?key|api key (?:is |was )?(?:not valid|invalid|incorrect|expired|missing|required|not found)|no auth credentials/,
  ],
  [
    'provider.refused',
    /content_filter|content_policy|responsibleaipolicy|moderation|safety|prohibited/,
    /content (?:management )?policy|flagged (?:by|for)|content filter/,
  ],
  // Groq's words for a model that wrote what its own server could not read: nobody's request was wrong.
  ['provider.bad-answer', /tool_use_failed|output_parse_failed/],
  ['provider.rate-limited', /rate_limit|too_many_requests|resource_exhausted|requests_limit|tokens_limit/, /rate limit|too many requests/],
  [
    'provider.overloaded',
    /overloaded|unavailable|engine_overloaded|capacity|slow_down/,
    /overloaded|temporarily unavailable|no available (?:workers|capacity)|at capacity|loading model/,
  ],
  [
    'provider.model-not-found',
    /model_not_found|unknown_model|invalid_model|model_not_available|deploymentnotfound/,
    /models?\b.{0,200}(?:not found|does not exist|not available|not a valid|no longer available)|(?:unknown|invalid|no such) model|not a valid model|no endpoints found/,
  ],
  ['provider.forbidden', /permission|forbidden|access_denied|access_terminated/],
  ['provider.timeout', /timeout|deadline_exceeded/],
];

function byStatus(status: number | undefined): ErrorCode {
  if (status === undefined) return 'provider.failed';
  if (status === 401 || status === 407) return 'provider.key-refused';
  if (status === 402) return 'provider.quota-exhausted';
  if (status === 403) return 'provider.forbidden';
  if (status === 404 || status === 410) return 'provider.model-not-found';
  if (status === 408 || status === 504 || status === 524) return 'provider.timeout';
  if (status === 413) return 'provider.context-too-long';
  if (status === 429) return 'provider.rate-limited';
  if (status === 503 || status === 529) return 'provider.overloaded';
  if (status >= 500) return 'provider.failed';
  return status >= 400 ? 'provider.bad-request' : 'provider.bad-answer';
}

/** Statuses that say who they mean; words may then refine them only within reason. */
const trustedStatus = new Set([401, 402, 403, 413, 503, 529]);

/** The limit of an answer, which a shorter request would not change. */
const aboutTheAnswer = /max(?:imum)?[ _]tokens (?:must be|you requested exceed)/;

/** Finds the code for a failure: whose side it is on and whether a retry helps follow from it. */
export function classifyFailure({ status, kinds, words }: FailureFacts): ErrorCode {
  const kind = kinds.join(' ').toLowerCase();
  const said = words.slice(0, 4_096).toLowerCase();
  const own = rules.find(([, pattern]) => pattern.test(kind))?.[0];
  if (own !== undefined) {
    // OpenAI types a refused key as an invalid request and spent credit as a rate limit; the more exact words win over the general kind.
    const exact =
      own === 'provider.rate-limited' || own === 'provider.forbidden'
        ? rules.slice(0, 4).find(([, , pattern]) => pattern?.test(said))?.[0]
        : undefined;
    return exact ?? own;
  }
  if (status !== undefined && trustedStatus.has(status) && status !== 403) return byStatus(status);
  const told = rules.find(([, , pattern]) => pattern?.test(said))?.[0];
  return told === undefined || (told === 'provider.context-too-long' && aboutTheAnswer.test(said)) ? byStatus(status) : told;
}
