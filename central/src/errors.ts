/** Something outside of the program is wrong; the message is one plain sentence. */
export class CentralError extends Error {
  override readonly name = 'CentralError';
}

/** A refused request: status, code for programs, sentence for people. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}
