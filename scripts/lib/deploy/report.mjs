/** What was checked so far. */
export const total = { passed: 0, failed: 0 };

const firstLines = (error) =>
  String(error?.message ?? error)
    .split('\n')
    .slice(0, 12)
    .join('\n       ');

/** Runs one check and prints its line; resolves with what it returned, or null when it failed. */
export async function check(name, attempt) {
  try {
    const value = await attempt();
    total.passed += 1;
    console.log(`ok     ${name}`);
    return value ?? true;
  } catch (error) {
    total.failed += 1;
    console.log(`FAILED ${name}\n       ${firstLines(error)}`);
    return null;
  }
}

/** Says that something cannot be shown on this machine, and why. It counts as neither passed nor failed. */
export const notRun = (name, reason) => console.log(`NOT RUN ${name}: ${reason}`);

/** Fails the check it stands in unless the condition holds. */
export function expect(condition, sentence) {
  if (!condition) throw new Error(sentence);
}
