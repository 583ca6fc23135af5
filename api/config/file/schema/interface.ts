import { acts, anything, choice, either, flag, never, notYet, number, object, text, texts, type Spec, type Support } from '../spec.ts';

const link = {
  externalUrl: text({ support: acts('a link on the pages for signing in and registering, and in the settings; http or https') }),
  openNewTab: flag(true, { support: acts('opens the link in a tab of its own') }),
};
const waits = (what: string): Support => notYet(`waits for ${what}`);
const gone = never('LibreChat has no such menu any more either');

/** Rights of the USER role; older files have one switch for all. */
const rights = (of: string, more: Record<string, Spec> = {}): Spec =>
  either([flag(), object({ use: flag(true), create: flag(true), share: flag(false), public: flag(false), ...more })], {
    support: waits(of),
  });

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
  bookmarks: flag(true, { support: waits('bookmarks') }),
  memories: flag(true, { support: waits('memory') }),
  presets: flag(true, { support: acts('false: no presets in the panel, and a new chat begins without the person’s default one') }),
  temporaryChat: flag(true, { support: waits('temporary chats') }),
  autoSubmitFromUrl: flag(true, { support: waits('questions in the address') }),
  runCode: flag(true, { support: waits('tools that run code') }),
  webSearch: flag(true, { support: waits('a search of Parley’s own') }),
  fileSearch: flag(true, { support: waits('search in files') }),
  fileCitations: flag(true, { support: waits('search in files') }),
  contextUsage: flag(true, { support: acts('false: no gauge above a chat, and no view of what is sent') }),
  contextCost: flag(true, { support: acts('false: answers and the view of what is sent show no money; people’s own usage does') }),
  buildInfo: flag(true, { support: acts('false: the settings do not say which version this is') }),
  feedback: flag(true, { support: waits('feedback on answers') }),
  retainAgentFiles: flag(false, { support: waits('agents') }),
  marketplace: object({ use: flag(false) }, { support: waits('agents') }),
  temporaryChatRetention: number(720, { min: 1, max: 8_760, support: waits('temporary chats') }),
  retentionMode: choice(['temporary', 'all'], { byDefault: 'temporary', support: waits('temporary chats') }),
  currency: object(
    { code: text(), rate: number(undefined, { min: 0 }) },
    { support: notYet('money is shown in US dollars, as providers charge it') },
  ),
  defaultPinnedTools: texts({ support: waits('tools') }),
  peoplePicker: object({ users: flag(true), groups: flag(true), roles: flag(true) }, { support: waits('sharing') }),
  prompts: rights('prompts'),
  agents: rights('agents'),
  skills: rights('skills', { defaultActiveOnShare: flag(false) }),
  mcpServers: rights('MCP', {
    placeholder: text(),
    trustCheckbox: anything(),
    configureObo: flag(),
  }),
  remoteAgents: rights('agents'),
  sharedLinks: either([flag(), object({ create: flag(true), share: flag(true), public: flag(true), snapshotFiles: flag(true) })], {
    support: waits('sharing'),
  }),
});
