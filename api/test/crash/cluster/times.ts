/** From a kill: readers are attached elsewhere, and a turn is interrupted. Milliseconds. */
export const attachedWithin = 2_000;
export const interruptedWithin = 12_000;
/** Longer than any turn of a round that nothing stops. */
export const patience = 40_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
