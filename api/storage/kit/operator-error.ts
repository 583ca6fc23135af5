/**
 * Something an operator can mend, said in whole sentences that name the file or folder. Whoever shows it shows the message alone: the
 * `code` marks it as one of those errors whose place in the program helps nobody.
 */
export class OperatorError extends Error {
  readonly code = 'OPERATOR';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
  }
}
