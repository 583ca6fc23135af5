/** Carries out an insert that another may have done in the same moment, and takes theirs for ours. */
export async function settleRace(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const duplicate = error instanceof Error && 'code' in error && error.code === 11000;
    if (!duplicate) throw error;
  }
}
