/** Changes nothing: that it is answered shows that the thread lives and can begin and end a transaction. */
export function ping(): void {}
