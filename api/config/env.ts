/** The only reader of the process's environment, besides what tests pass in its place. */
export const processEnv = (): Readonly<Record<string, string | undefined>> => process.env;
