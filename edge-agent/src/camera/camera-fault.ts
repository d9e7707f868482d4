import { downSentences, whyDown, type DownReason } from './why-down.ts';

/** A camera failed in a way that has a name. The message holds no address and no password. */
export class CameraFault extends Error {
  override readonly name = 'CameraFault';
  readonly reason: DownReason;

  constructor(reason: DownReason, options?: ErrorOptions) {
    super(downSentences[reason], options);
    this.reason = reason;
  }
}

/** Gives every failure of a connection its name. */
export function asFault(error: unknown): CameraFault {
  if (error instanceof CameraFault) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code.startsWith('ERR_SSL') || code === 'EPROTO')
    return new CameraFault('not-rtsp', { cause: error });
  if (code === 'ECONNRESET' || code === 'EPIPE') return new CameraFault('ended', { cause: error });
  return new CameraFault(whyDown(`${code} ${message}`), { cause: error });
}
