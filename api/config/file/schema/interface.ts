import { acts, anything, choice, either, flag, never, number, object, text, texts, type Spec } from '../spec.ts';

const link = {
  externalUrl: text({ support: acts('a link on the pages for signing in and registering, and in the settings; http or https') }),
  openNewTab: flag(true, { support: acts('opens the link in a tab of its own') }),
};
const gone = never('LibreChat has no such menu any more either');

/** Rights of the USER role; older files have one switch for all. */
const rights = (more: Record<string, Spec> = {}): Spec =>
  either([flag(), object({ use: flag(true), create: flag(true), share: flag(false), public: flag(false), ...more })]);

export const interfaceKeys: Spec = object({
  privacyPolicy: object(link),
  termsOfService: object({
    ...link,
    modalAcceptance: flag(false, {
      support: acts(
        'everybody agrees to the terms once, and again when their text has changed; until then no model is asked, by programs neither',
      ),
    }),
    modalTitle: text({ support: acts('the heading of the question'), byDefault: 'Parley’s own' }),
    modalContent: either([text(), texts()], {
      support: acts('what is agreed to, as Markdown; the lines of a list are put under each other. Absent: the page at `externalUrl`'),
    }),
  }),
  customWelcome: text({ support: acts('greets a new chat; `{{user.name}}` is the person’s name') }),
  endpointsMenu: flag(undefined, { support: gone }),
  sidePanel: flag(undefined, { support: gone }),
  modelSelect: flag(true, { support: acts('false: no menu of models; the first one, or the default spec, answers') }),
  parameters: flag(true, { support: acts('false: the panel beside the model shows no parameters; a chat keeps those it has') }),
  multiConvo: flag(true, { support: acts('false: no way to ask several models the same question at once') }),
  bookmarks: flag(true),
  memories: flag(true),
  presets: flag(true, { support: acts('false: no presets in the panel, and a new chat begins without the person’s default one') }),
  temporaryChat: flag(true),
  autoSubmitFromUrl: flag(true),
  runCode: flag(true),
  webSearch: flag(true),
  fileSearch: flag(true),
  fileCitations: flag(true),
  contextUsage: flag(true, { support: acts('false: no gauge above a chat, and no view of what is sent') }),
  contextCost: flag(false),
  buildInfo: flag(true),
  feedback: flag(true),
  retainAgentFiles: flag(false),
  marketplace: object({ use: flag(false) }),
  temporaryChatRetention: number(720, { min: 1, max: 8_760 }),
  retentionMode: choice(['temporary', 'all'], { byDefault: 'temporary' }),
  currency: object({ code: text(), rate: number(undefined, { min: 0 }) }),
  defaultPinnedTools: texts(),
  peoplePicker: object({ users: flag(true), groups: flag(true), roles: flag(true) }),
  prompts: rights(),
  agents: rights(),
  skills: rights({ defaultActiveOnShare: flag(false) }),
  mcpServers: rights({
    placeholder: text(),
    trustCheckbox: anything(),
    configureObo: flag(),
  }),
  remoteAgents: rights(),
  sharedLinks: either([flag(), object({ create: flag(true), share: flag(true), public: flag(true), snapshotFiles: flag(true) })]),
});
