/**
 * Every cap of Parley has its home here, shared by server and client, each with a test that hits it.
 * Sizes are bytes, times are milliseconds, unless the name says otherwise.
 */
export const limits = {
  /** A JSON request body. */
  jsonBodyBytes: 1_048_576,
  /** What is still read of a refused body, and how long, so that the refusal reaches whoever is busy sending. */
  refusedBodyBytes: 2_097_152,
  refusedBodyWithin: 2_000,
  /** Nesting of a JSON request body. */
  jsonDepth: 64,
  /** Characters of one message a person writes. */
  messageCharacters: 400_000,
  titleCharacters: 200,
  draftCharacters: 100_000,
  /** A file that a person brings, and how many of them one message may hold. */
  fileBytes: 20_971_520,
  filesPerMessage: 32,
  /** Files that a model makes in one turn. */
  madeFiles: 32,
  fileNameCharacters: 200,
  /** An upload that is silent for so long, or takes longer than this in all, is over. */
  uploadSilence: 30_000,
  uploadTotal: 280_000,
  /** Files that were brought and not sent yet, of one person; and how long they are kept. */
  unsentFiles: 100,
  unsentFileBytes: 209_715_200,
  unsentFileRetention: 86_400_000,
  /** Uploads of one person under way at once at one node. */
  uploadsAtOnce: 8,
  /** Of all files of a context, this much is sent to a model; the newest go first. */
  callFileBytes: 52_428_800,
  /** Of a file that is sent as words, these. */
  fileTextCharacters: 400_000,

  nameCharacters: 100,
  emailCharacters: 254,
  /** OWASP ASVS 6.2: at least 8, and at least 64 allowed. Long ones are capped so that hashing stays cheap. */
  passwordMinCharacters: 8,
  passwordMaxCharacters: 256,
  apiKeyCharacters: 4_096,
  /** Keys that a person has for programs, and how far ahead one may expire. */
  apiKeysPerUser: 50,
  apiKeyDays: 3_650,
  /** The last use of a key is written down at most this often. */
  apiKeyTouchEvery: 60_000,

  /** A request to `/v1`, which carries its files inside; what is in it, and how many of a person a node answers at once. */
  v1BodyBytes: 33_554_432,
  v1Messages: 10_000,
  v1Parts: 1_000,
  v1Tools: 256,
  v1CallsPerUser: 20,
  /** What is sent to a program that waits, so that nobody in between takes the connection for dead. */
  v1KeepAliveEvery: 15_000,
  urlCharacters: 2_048,
  modelNameCharacters: 256,
  filterCharacters: 200,
  /** What ends an answer: how many, and characters of each. */
  stopSequences: 16,
  stopCharacters: 256,
  presetsPerUser: 100,
  favouritesPerUser: 200,
  /** The name of a model spec. */
  specCharacters: 200,

  summaryCharacters: 32_000,
  /** Marks on the messages of a conversation, and its summaries and cuts; of those the highest in the tree gives way. */
  contextMarks: 500,
  contextFolds: 50,

  pageDefault: 50,
  pageMax: 200,
  syncPage: 200,

  socketsPerUser: 20,
  /** Sockets of one node that have not said hello yet. */
  socketsAwaitingHello: 1_000,
  /** What a client may have sent ahead of the answers, in frames. */
  framesAhead: 100,
  topicsPerSocket: 100,
  frameBytes: 65_536,
  helloWithin: 5_000,
  heartbeatEvery: 25_000,
  /** A reader with this much queued, or silent for `readerSilence`, is closed as `slow-reader`. */
  readerQueueBytes: 262_144,
  readerSilence: 30_000,

  runningTurnsPerUser: 20,
  queuedTurnsPerBranch: 10,
  answerBytes: 16_777_216,
  /** How long a finished turn's log can still be read. */
  turnLogLinger: 300_000,
  /** Finished logs are given up earlier, oldest first, when together they hold more than this in memory. */
  turnLogLingerBytes: 67_108_864,
  /** One record of all running turns is committed this often; with the commit itself it stays under 100 ms. */
  turnLogFlushEvery: 25,
  drain: 30_000,
  coalesceWithin: 50,

  accessTokenLifetime: 900_000,
  refreshTokenLifetime: 2_592_000_000,
  /** A rotated refresh token is accepted once more within this time while its successor is unused. */
  refreshGrace: 60_000,
  sessionRecheckEvery: 5_000,
  sessionsPerUser: 50,

  binRetention: 2_592_000_000,

  /** Egress: what a provider may send and how long it may be silent. */
  /** A picture comes in one line: `fileBytes` as base64, and what is said around it. */
  providerLineBytes: 29_360_128,
  providerResponseBytes: 67_108_864,
  providerJsonBytes: 29_360_128,
  /** The same from an address that a person named: whoever is there may mean harm, and makes no pictures for that. */
  strangerLineBytes: 4_194_304,
  strangerJsonBytes: 8_388_608,
  /** What is asked for as a whole: lists of models, and what is said of one. */
  providerListBytes: 8_388_608,
  providerConnect: 10_000,
  providerFirstByte: 300_000,
  providerSilence: 120_000,
  /** The longest an answer may take, however steadily it drips. */
  providerTotal: 3_600_000,
  redirects: 5,
} as const;
