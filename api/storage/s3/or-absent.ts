/** How S3 servers say that a key is not there; the answer to a HEAD has no body that could name the error. */
const absences = ['NoSuchKey', 'NotFound'];

/** Gives null where there is no such key, and throws whatever else happened. */
export async function orAbsent<Value>(act: () => Promise<Value>): Promise<Value | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && absences.includes(error.name)) return null;
    throw error;
  }
}
