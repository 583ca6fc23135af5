import { assertThat, protocolVersion, type FileRules, type InterfaceSettings } from '@parley/contracts';
import type { Readiness } from './readiness.ts';
import { createDocument } from './openapi-document.ts';
import { createDocsPage } from './docs-page.ts';

export interface SystemDependencies {
  readonly name: string;
  readonly build: string;
  readonly insecure: boolean;
  /** Of now: a changed file replaces them. */
  readonly interface: () => InterfaceSettings;
  readonly files: () => FileRules;
  readonly apiKeys: boolean;
  readonly draining: () => boolean;
  readonly started: () => boolean;
  readonly readiness: () => Promise<Readiness>;
}

/** What Parley says about itself. */
export interface SystemService {
  about(): {
    readonly name: string;
    readonly build: string;
    readonly protocol: number;
    readonly insecure: boolean;
    readonly interface: InterfaceSettings;
    readonly files: FileRules;
    readonly apiKeys: boolean;
  };
  /** Throws `server.draining` while the process stops. */
  health(): { readonly status: 'ok' };
  /** Whether what an earlier process left has been ended; until then nothing is taken on. */
  started(): boolean;
  /** Whether this process should get requests; answers within about a second. */
  readiness(): Promise<Readiness>;
  /** The OpenAPI 3.1 document of the contract. */
  openApi(): Promise<{ readonly openapi: string; readonly [key: string]: unknown }>;
  /** The same as a page, HTML. */
  docs(): Promise<string>;
}

export function createSystemService({
  name,
  build,
  insecure,
  interface: pages,
  files,
  apiKeys,
  draining,
  started,
  readiness,
}: SystemDependencies): SystemService {
  let document: ReturnType<typeof createDocument> | undefined;
  let page: string | undefined;
  return {
    about: () => ({ name, build, protocol: protocolVersion, insecure, apiKeys, interface: pages(), files: files() }),
    health: () => {
      assertThat(!draining(), 'server.draining');
      return { status: 'ok' };
    },
    started,
    readiness,
    openApi: () => (document ??= createDocument(name, build)),
    docs: async () => (page ??= createDocsPage(name)),
  };
}
