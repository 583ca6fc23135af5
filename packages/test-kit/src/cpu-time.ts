/** Milliseconds of processor that this process has used. Unlike a clock it does not count what others did meanwhile. */
export const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
