import { createHash } from 'node:crypto';
import type { InterfaceSettings, Terms } from '@parley/contracts';
import type { EndpointConfig, SummaryRules } from '../../providers/port.ts';
import type { Entry } from './check-tree.ts';
import type { Say } from './endpoint-parts.ts';
import { at, flagAt, itemsAt, numberAt, textAt, wordOf } from './entry.ts';
import { readSummaryRules } from './summary-rules.ts';

/** What the file decides beside the endpoints; a changed file replaces it whole. */
export interface FileSettings {
  /** Domains of addresses of mail that may register, in lower case; null: any. */
  readonly allowedDomains: readonly string[] | null;
  readonly interface: InterfaceSettings;
  /** What people have to agree to; null: nothing. */
  readonly terms: Omit<Terms, 'acceptedAt'> | null;
  /** How older messages are summarised. */
  readonly summaries: SummaryRules;
  /** How many files may be brought; null: as many as come. */
  readonly uploads: { readonly address: UploadBudget | null; readonly person: UploadBudget | null };
}

export interface UploadBudget {
  readonly points: number;
  readonly perSeconds: number;
}

export const defaultSettings: FileSettings = {
  allowedDomains: null,
  interface: {
    modelSelect: true,
    parameters: true,
    presets: true,
    multiConvo: true,
    contextUsage: true,
    contextCost: true,
    buildInfo: true,
  },
  terms: null,
  summaries: { enabled: true },
  uploads: { address: null, person: null },
};

/** What a file shows or hides. */
type Switch = 'modelSelect' | 'parameters' | 'presets' | 'multiConvo' | 'contextUsage' | 'contextCost' | 'buildInfo';

function linkOf(entry: Entry | undefined, say: Say): { url: string; newTab: boolean } | undefined {
  const url = textAt(entry, 'externalUrl');
  if (url === undefined || url === '') return undefined;
  // It becomes a link on the page of everybody: nothing that could be a script.
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    say('error', at(entry, 'externalUrl')!, 'found no address, takes one that begins with http:// or https://');
    return undefined;
  }
  return { url, newTab: flagAt(entry, 'openNewTab') ?? true };
}

/** A text has one version however it is written down: as one, or line by line. */
function termsOf(entry: Entry | undefined, link: Terms['link'], say: Say): FileSettings['terms'] {
  const wanted = at(entry, 'modalAcceptance');
  if (wanted === undefined || flagAt(entry, 'modalAcceptance') !== true) return null;
  const lines = itemsAt(entry, 'modalContent').map((item) => wordOf(item) ?? '');
  const content = textAt(entry, 'modalContent') ?? lines.join('\n').trim();
  if (content === '' && link === null) {
    say('warning', wanted, 'has no effect: there is nothing to agree to without modalContent or externalUrl');
    return null;
  }
  const version = createHash('sha256')
    .update(content === '' ? `at ${link!.url}` : content)
    .digest('hex');
  return { version, title: textAt(entry, 'modalTitle') || null, content, link };
}

function uploadBudget(entry: Entry | undefined, who: 'ip' | 'user', say: Say): UploadBudget | null {
  const [most, window] = [numberAt(entry, `${who}Max`), at(entry, `${who}WindowInMinutes`)];
  if (most === undefined) {
    if (window !== undefined) say('warning', window, `has no effect without ${who}Max`);
    return null;
  }
  const minutes = numberAt(entry, `${who}WindowInMinutes`) ?? 60;
  return { points: Math.floor(most), perSeconds: Math.max(1, Math.round(minutes * 60)) };
}

function domainsOf(root: Entry, say: Say): readonly string[] | null {
  const entry = at(at(root, 'registration'), 'allowedDomains');
  if (entry === undefined) return null;
  const items = itemsAt(at(root, 'registration'), 'allowedDomains');
  for (const item of items) {
    if (!/^[^\s@]+\.[^\s@.]+$/.test(wordOf(item) ?? '')) say('error', item, 'found no domain, takes one such as example.org, without @');
  }
  return items.flatMap((item) => wordOf(item)?.toLowerCase() ?? []);
}

/** Reads them from a checked file. `endpoints` are all there are once it has been read. */
export function readFileSettings(root: Entry | null, endpoints: readonly EndpointConfig[], say: Say): FileSettings {
  if (root === null) return defaultSettings;
  const pages = at(root, 'interface');
  const shown = (name: Switch): boolean => flagAt(pages, name) ?? defaultSettings.interface[name];
  const [customWelcome, privacyPolicy, termsOfService] = [
    textAt(pages, 'customWelcome'),
    linkOf(at(pages, 'privacyPolicy'), say),
    linkOf(at(pages, 'termsOfService'), say),
  ];
  const terms = termsOf(at(pages, 'termsOfService'), termsOfService ?? null, say);
  const uploads = at(at(root, 'rateLimits'), 'fileUploads');
  return {
    allowedDomains: domainsOf(root, say),
    terms,
    summaries: readSummaryRules(root, endpoints, say),
    uploads: { address: uploadBudget(uploads, 'ip', say), person: uploadBudget(uploads, 'user', say) },
    interface: {
      ...(customWelcome ? { customWelcome } : {}),
      ...(privacyPolicy ? { privacyPolicy } : {}),
      ...(termsOfService ? { termsOfService } : {}),
      ...(terms ? { termsVersion: terms.version } : {}),
      modelSelect: shown('modelSelect'),
      parameters: shown('parameters'),
      presets: shown('presets'),
      multiConvo: shown('multiConvo'),
      contextUsage: shown('contextUsage'),
      contextCost: shown('contextCost'),
      buildInfo: shown('buildInfo'),
    },
  };
}
