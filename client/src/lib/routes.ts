import type { contract, RouteDeclaration } from '@parley/contracts';

export type Contract = typeof contract;

type Line<Route> = Route extends RouteDeclaration ? `${Route['method']} ${Route['path']}` : never;

/**
 * Method and path of every route. Only the types of the contract are imported, so that its schemas stay out of the bundle; a route
 * that is missing here, or written differently than there, does not compile.
 */
export const routes: { readonly [Group in keyof Contract]: { readonly [Action in keyof Contract[Group]]: Line<Contract[Group][Action]> } } =
  {
    account: {
      get: 'get /account',
      update: 'patch /account',
      changePassword: 'post /account/password',
      terms: 'get /account/terms',
      acceptTerms: 'post /account/terms',
    },
    admin: {
      notices: 'get /admin/notices',
      probe: 'post /admin/probe',
      listProbes: 'get /admin/probes',
      people: 'get /admin/people',
    },
    apiKeys: {
      list: 'get /api-keys',
      create: 'post /api-keys',
      remove: 'delete /api-keys/:id',
    },
    auth: {
      register: 'post /auth/register',
      signIn: 'post /auth/sign-in',
      refresh: 'post /auth/refresh',
      signOut: 'post /auth/sign-out',
      signOutEverywhere: 'post /auth/sign-out-everywhere',
      listSessions: 'get /auth/sessions',
      endSession: 'delete /auth/sessions/:id',
    },
    context: {
      preview: 'post /conversations/:id/context',
      sent: 'get /conversations/:id/messages/:messageId/context',
      notes: 'get /conversations/:id/notes',
      compact: 'post /conversations/:id/compact',
      editSummary: 'patch /conversations/:id/notes/:noteId',
      removeNote: 'delete /conversations/:id/notes/:noteId',
      mark: 'put /conversations/:id/messages/:messageId/mark',
    },
    conversations: {
      list: 'get /conversations',
      get: 'get /conversations/:id',
      update: 'patch /conversations/:id',
      updateState: 'patch /conversations/:id/state',
      select: 'post /conversations/:id/select',
      remove: 'delete /conversations/:id',
      restore: 'post /conversations/:id/restore',
      copy: 'post /conversations/:id/copy',
      sync: 'get /sync',
    },
    endpoints: {
      list: 'get /endpoints',
      putKey: 'put /endpoints/:id/key',
      deleteKey: 'delete /endpoints/:id/key',
    },
    files: {
      upload: 'post /files',
      content: 'get /files/:id',
      remove: 'delete /files/:id',
    },
    messages: {
      branch: 'get /conversations/:id/messages',
      get: 'get /conversations/:id/messages/:messageId',
      edit: 'patch /conversations/:id/messages/:messageId',
      remove: 'delete /conversations/:id/messages/:messageId',
      restore: 'post /conversations/:id/messages/:messageId/restore',
    },
    presets: {
      list: 'get /presets',
      put: 'put /presets/:id',
      remove: 'delete /presets/:id',
      order: 'post /presets/order',
      import: 'post /presets/import',
      putFavourite: 'post /favourites',
    },
    realtime: {
      stream: 'post /realtime/stream',
    },
    system: {
      config: 'get /config',
      openapi: 'get /openapi.json',
      docs: 'get /docs',
      health: 'get /health',
    },
    turns: {
      create: 'post /conversations/:id/turns',
      active: 'get /turns',
      get: 'get /turns/:id',
      stop: 'post /turns/:id/stop',
      sendNow: 'post /turns/:id/send-now',
      editQueued: 'patch /turns/:id',
      removeQueued: 'delete /turns/:id',
    },
    usage: {
      mine: 'get /usage',
      chat: 'get /usage/conversations/:id',
      everybody: 'get /usage/everybody',
      listBudgets: 'get /usage/budgets',
      putBudget: 'put /usage/budgets',
      deleteBudget: 'delete /usage/budgets',
      listModels: 'get /usage/models',
      putModel: 'put /usage/models',
      deleteModel: 'delete /usage/models',
    },
  };
