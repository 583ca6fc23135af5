/** Whether a key of a configuration file has an effect in this version. */
export type Support =
  /** `does` says in a few words what it does, beyond what its name says. */
  | { readonly state: 'acts'; readonly does: string }
  | { readonly state: 'not yet'; readonly note?: string }
  | { readonly state: 'never'; readonly why: string };

interface Common {
  /** Absent: that of the object around it. */
  readonly support?: Support;
  /** What holds without the key, as the table shows it. */
  readonly byDefault?: string;
  readonly required?: boolean;
}

/** The type of a value, as data: the check, the table of the manual and `config show` all read it. */
export type Spec = Common &
  (
    | {
        readonly kind: 'text';
        readonly choices?: readonly string[];
        /** `${NAME}` in it is the value of an environment variable. */
        readonly expands?: boolean;
        /** Names that stay as they are written, for whoever uses the text to fill in. */
        readonly fills?: readonly string[];
        /** Never printed. */
        readonly secret?: boolean;
        readonly longest?: number;
      }
    | { readonly kind: 'flag' }
    | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly whole?: boolean }
    | { readonly kind: 'list'; readonly item: Spec }
    /** Names of the operator's own choice, each with a value of one type. */
    | { readonly kind: 'map'; readonly value: Spec }
    | { readonly kind: 'object'; readonly keys: Readonly<Record<string, Spec>> }
    | { readonly kind: 'either'; readonly of: readonly Spec[] }
    /** What somebody else defines, such as a provider's own parameters. */
    | { readonly kind: 'anything' }
  );

export const acts = (does: string): Support => ({ state: 'acts', does });
export const notYet = (note: string): Support => ({ state: 'not yet', note });
export const never = (why: string): Support => ({ state: 'never', why });

type Options = Common;
export const text = (options: Options & { longest?: number } = {}): Spec => ({ kind: 'text', ...options });
/** An address or name that may come from the environment. */
export const reference = (options: Options & { fills?: readonly string[] } = {}): Spec => ({ kind: 'text', expands: true, ...options });
export const secret = (options: Options = {}): Spec => ({ kind: 'text', expands: true, secret: true, ...options });
export const choice = (choices: readonly string[], options: Options = {}): Spec => ({ kind: 'text', choices, ...options });
export const flag = (byDefault?: boolean, options: Options = {}): Spec => ({
  kind: 'flag',
  ...(byDefault === undefined ? {} : { byDefault: String(byDefault) }),
  ...options,
});
export const number = (byDefault?: number, options: Options & { min?: number; max?: number; whole?: boolean } = {}): Spec => ({
  kind: 'number',
  ...(byDefault === undefined ? {} : { byDefault: String(byDefault) }),
  ...options,
});
export const list = (item: Spec, options: Options = {}): Spec => ({ kind: 'list', item, ...options });
export const map = (value: Spec, options: Options = {}): Spec => ({ kind: 'map', value, ...options });
export const object = (keys: Readonly<Record<string, Spec>>, options: Options = {}): Spec => ({ kind: 'object', keys, ...options });
export const either = (of: readonly Spec[], options: Options = {}): Spec => ({ kind: 'either', of, ...options });
export const anything = (options: Options = {}): Spec => ({ kind: 'anything', ...options });
export const texts = (options: Options = {}): Spec => list(text(), options);

/** Whether anything in a value of this type can have an effect. */
export function anyActs(spec: Spec, around: Support['state'] = 'not yet'): boolean {
  const state = spec.support?.state ?? around;
  switch (spec.kind) {
    case 'object':
      return Object.values(spec.keys).some((key) => anyActs(key, state));
    case 'list':
      return anyActs(spec.item, state);
    case 'map':
      return anyActs(spec.value, state);
    case 'either':
      return spec.of.some((one) => anyActs(one, state));
    default:
      return state === 'acts';
  }
}

/** What a value of this type is, in words: `true or false`, `one of local, s3`. */
export function takes(spec: Spec): string {
  switch (spec.kind) {
    case 'text':
      if (spec.choices) return `one of ${spec.choices.join(', ')}`;
      return spec.longest === undefined ? 'text' : `text of 1 to ${spec.longest} characters`;
    case 'flag':
      return 'true or false';
    case 'number': {
      const name = spec.whole ? 'a whole number' : 'a number';
      if (spec.min !== undefined && spec.max !== undefined) return `${name} from ${spec.min} to ${spec.max}`;
      if (spec.min !== undefined) return `${name} of ${spec.min} or more`;
      return spec.max === undefined ? name : `${name} up to ${spec.max}`;
    }
    case 'list':
      return `a list, each item ${takes(spec.item)}`;
    case 'map':
      return `names, each with ${takes(spec.value)}`;
    case 'object':
      return 'keys with values';
    case 'either':
      return spec.of.map(takes).join(', or ');
    case 'anything':
      return 'any value';
  }
}
