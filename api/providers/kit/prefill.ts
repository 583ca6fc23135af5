/**
 * Joins a continued answer to what it continues. A request may not end in white space, so that of the unfinished text is left out; the
 * model, which did not see it, often begins with it. What the reader already has is then dropped, once.
 */
export function createPrefillJoin(leftOut: string): (delta: string) => string {
  let rest = leftOut;
  return (delta) => {
    if (rest === '' || delta === '') return delta;
    let same = 0;
    while (same < rest.length && same < delta.length && rest[same] === delta[same]) same += 1;
    // Only an unbroken run from the very beginning is a repetition.
    rest = same === delta.length ? rest.slice(same) : '';
    return delta.slice(same);
  };
}

/** Asked of a model that does not take an answer to go on from. */
export const goOn = 'Go on exactly where your last message stops. Do not repeat anything and do not introduce it.';
