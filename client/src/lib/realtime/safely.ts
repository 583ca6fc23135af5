/** Calls what belongs to the page: a defect there is reported like any other and does not look like a broken connection. */
export function safely(call: () => void): void {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
