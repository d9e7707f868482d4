import { Ack, ClipRequest, MAX_CLIP_REQUEST_BYTES } from '@vamco/contracts';
import type { Logger } from '../base/log.ts';
import { readMessage } from './read-message.ts';

/** What the collector acknowledges; undefined, with a warning, when it is nothing that we can read. */
export function readAck(payload: Buffer, log: Logger): Ack | undefined {
  const { message, problem } = readMessage(Ack, payload);
  if (problem)
    log.warn({ code: 'BAD_ACK', ...problem }, 'the collector sent an acknowledgement we cannot read');
  return message;
}

/** Which clip the centre asks for; undefined, with a warning, when it is too long or nothing that we can read. */
export function readClipRequest(payload: Buffer, log: Logger): ClipRequest | undefined {
  const { message, problem } =
    payload.length > MAX_CLIP_REQUEST_BYTES
      ? { problem: { path: '(document)', message: `has ${payload.length} bytes` } }
      : readMessage(ClipRequest, payload);
  if (problem) log.warn({ code: 'BAD_REQUEST', ...problem }, 'a request for a clip cannot be read');
  return message;
}
