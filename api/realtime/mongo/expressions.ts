/** The server's clock in ms. Times are compared as numbers: not every server that speaks the protocol compares dates with `$$NOW`. */
export const serverNow = { $toLong: '$$NOW' };

export const choose = (condition: string, yes: unknown, no: unknown) => ({ $cond: [condition, yes, no] });
