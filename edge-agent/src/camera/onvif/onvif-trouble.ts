import { CameraFault } from '../camera-fault.ts';
import { downSentences, type DownReason } from '../why-down.ts';

const sentences: Record<string, string> = {
  'not-onvif':
    'what answers at this address speaks no ONVIF: a printer, a router or a web page, not a camera',
  'no-ptz': 'this camera cannot be moved over ONVIF',
  'no-events': 'this camera reports no events over ONVIF',
  'no-snapshot': 'this camera gives no still pictures over ONVIF',
};

/** An ONVIF device could not answer; the message is one plain sentence. */
export class OnvifTrouble extends Error {
  override readonly name = 'OnvifTrouble';
  readonly reason: string;

  /** @param reason of `why-down.ts`, or one that only ONVIF has */
  constructor(reason: string, options?: ErrorOptions) {
    super(
      sentences[reason] ?? (downSentences as Record<string, string>)[reason] ?? downSentences.unknown,
      options,
    );
    this.reason = reason;
  }

  static from(error: unknown): OnvifTrouble {
    if (error instanceof OnvifTrouble) return error;
    const reason: DownReason = error instanceof CameraFault ? error.reason : 'unknown';
    return new OnvifTrouble(reason, { cause: error });
  }
}
