import { limits, type EndpointFileRules, type FileRules } from '@parley/contracts';

/** What the operator allows of the files of a message to one endpoint. */
export interface EndpointFilePolicy extends Readonly<EndpointFileRules> {
  mayBe(mediaType: string): boolean;
}

/** What the operator allows of files. */
export interface FilePolicy {
  /** Bytes of one file, at the door. */
  readonly maxBytes: number;
  /** Whether files of this type are taken at the door: some endpoint must take them. */
  mayBe(mediaType: string): boolean;
  /** For an endpoint by its id; null, or one without rules of its own: those for any. */
  of(endpoint: string | null): EndpointFilePolicy;
  /** The same as clients are told it. */
  readonly rules: FileRules;
}

/** `fileConfig` of the configuration file, sizes in megabytes as operators write them. */
export interface FileConfigValues {
  readonly serverFileSizeLimit?: number;
  readonly endpoints?: Readonly<
    Record<
      string,
      {
        readonly disabled?: boolean;
        readonly fileLimit?: number;
        readonly fileSizeLimit?: number;
        readonly totalSizeLimit?: number;
        readonly supportedMimeTypes?: readonly string[];
      }
    >
  >;
}

const megabyte = 1_048_576;
const everything = (): boolean => true;

function bytesOf(megabytes: number | undefined, most: number): number {
  return megabytes === undefined ? most : Math.min(most, Math.floor(megabytes * megabyte));
}

/** Patterns are operators' regular expressions; they were compiled once when the file was checked. */
function typesOf(patterns: readonly string[] | undefined): (mediaType: string) => boolean {
  if (patterns === undefined || patterns.length === 0) return everything;
  const expressions = patterns.map((pattern) => new RegExp(pattern));
  return (mediaType) => expressions.some((expression) => expression.test(mediaType));
}

/** The policy that these values make; what they leave out is Parley's own. Rules of an endpoint stand over those of `default`, key by key. */
export function createFilePolicy({ serverFileSizeLimit, endpoints = {} }: FileConfigValues = {}): FilePolicy {
  const maxBytes = bytesOf(serverFileSizeLimit, limits.fileBytes);
  const byDefault = endpoints['default'] ?? {};
  const make = (name: string | null): EndpointFilePolicy => {
    const given = { ...byDefault, ...(name !== null && Object.hasOwn(endpoints, name) ? endpoints[name] : {}) };
    return {
      disabled: given.disabled ?? false,
      maxFiles: Math.min(given.fileLimit ?? limits.filesPerMessage, limits.filesPerMessage),
      maxBytes: bytesOf(given.fileSizeLimit, maxBytes),
      maxTotal: bytesOf(given.totalSizeLimit, limits.callFileBytes),
      types: [...(given.supportedMimeTypes ?? [])],
      mayBe: typesOf(given.supportedMimeTypes),
    };
  };
  const any = make(null);
  const known = new Map(Object.keys(endpoints).map((name) => [name, make(name)]));
  const told = ({ disabled, maxFiles, maxBytes: most, maxTotal, types }: EndpointFilePolicy): EndpointFileRules => ({
    disabled,
    maxFiles,
    maxBytes: most,
    maxTotal,
    types,
  });
  return {
    maxBytes,
    rules: { any: told(any), endpoints: Object.fromEntries([...known].map(([name, policy]) => [name, told(policy)])) },
    mayBe: (mediaType) => any.mayBe(mediaType) || [...known.values()].some((each) => each.mayBe(mediaType)),
    of: (endpoint) => (endpoint === null ? any : (known.get(endpoint) ?? any)),
  };
}
