/** Called when a verb begins; what it returns is called when the verb has ended, with the error if there was one. */
export type BeginVerb = (verb: string) => (error?: unknown) => void;

type Verb = (...args: unknown[]) => unknown;

function wrap(verbs: object, name: string, verb: Verb, begin: BeginVerb): Verb {
  return (...args) => {
    const done = begin(name);
    let result: unknown;
    try {
      result = verb.apply(verbs, args);
    } catch (error) {
      done(error);
      throw error;
    }
    if (result instanceof Promise) result.then(() => done(), done);
    else done();
    return result;
  };
}

/** An object that does what the given one does, its enumerable methods being observed. What is no method is the original's own. */
export function wrapVerbs<Verbs extends object>(verbs: Verbs, begin: BeginVerb): Verbs {
  const wrapped = Object.create(verbs) as Record<string, unknown>;
  for (const name in verbs) {
    const value: unknown = verbs[name];
    if (typeof value === 'function') wrapped[name] = wrap(verbs, name, value as Verb, begin);
  }
  return wrapped as Verbs;
}
