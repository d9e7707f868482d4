import { createHash, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaProof, SEALED_MEDIA_TYPE } from '@vamco/contracts';
import { backoffMs } from '../base/backoff.ts';
import type { Logger } from '../base/log.ts';
import { withinTime } from '../base/within-time.ts';
import { httpCall, type HttpCall } from './http-put.ts';

const IDLE_MS = 500;
const TIMEOUT_MS = 60_000;
/** A clip goes in pieces: each has its own time, and a broken line costs one of them. */
const PIECE = 4 * 1024 * 1024;
/** Refusals that another try may change: not enrolled yet, a slow line, an upload that was cut. */
const PASSING = new Set([401, 404, 408, 409, 416, 422, 425, 429]);

interface Media {
  sha256: string;
  bytes: number;
  file: string;
}

/** The part of the outbox that the uploader needs. */
export interface MediaSource {
  nextMedia(): Media | undefined;
  mediaDone(sha256: string): void;
  mediaRefused(sha256: string, reason: string): void;
}

export interface UploaderParts {
  box: string;
  /** `https://host:port` of the centre. */
  base: string;
  source: MediaSource;
  key: KeyObject;
  log: Logger;
  /** The centre will never take a file, or it is damaged. */
  onRefused?: () => void;
  tls?: { ca: string; cert: string; key: string } | undefined;
  /** Longest wait between two tries; 60 s when left out. */
  maxBackoffMs?: number;
}

/** The file can never be sent; the message says why. */
class Refused extends Error {}

/** Puts stills, and clips that are to be sent, to the centre, one at a time, each from where the last try stopped. */
export class MediaUploader {
  readonly #parts: UploaderParts;
  #wake: (() => void) | undefined;

  constructor(parts: UploaderParts) {
    this.#parts = parts;
  }

  /** Something new is to be sent. */
  wake(): void {
    this.#wake?.();
  }

  /** Uploads until aborted; a line that is down is tried again for ever. */
  async run(signal: AbortSignal): Promise<void> {
    const { source, log } = this.#parts;
    const stopped = () => signal.aborted;
    for (let failures = 0; !stopped();) {
      const media = source.nextMedia();
      if (media === undefined) {
        await this.#idle(signal);
        continue;
      }
      const error = await this.#put(media, signal).catch((cause: unknown) =>
        cause instanceof Error ? cause : new Error(String(cause)),
      );
      // The outbox may be closed by now; the next start asks the centre what it has.
      if (stopped()) return;
      if (error === undefined) {
        source.mediaDone(media.sha256);
        failures = 0;
      } else if (error instanceof Refused) {
        source.mediaRefused(media.sha256, error.message);
        this.#parts.onRefused?.();
        log.error(
          { code: 'UPLOAD_REFUSED', reason: error.message, file: media.file },
          'a still will not be taken; it is kept aside',
        );
      } else {
        const retryInMs = backoffMs(
          failures,
          { baseMs: 1_000, maxMs: this.#parts.maxBackoffMs ?? 60_000 },
          Math.random(),
        );
        failures += 1;
        log.warn({ code: 'UPLOAD_FAILED', reason: error.message, retryInMs }, 'a still could not be sent');
        await sleep(retryInMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #put({ sha256, bytes, file }: Media, signal: AbortSignal): Promise<undefined> {
    const { base, box, key, tls } = this.#parts;
    const whole = await readWhole(file, sha256);
    const url = `${base.replace(/\/$/, '')}/media/${sha256}`;
    const authorization = `VamCo ${box} ${sign(null, Buffer.from(mediaProof(box, sha256)), key).toString('base64')}`;
    const certificates = tls && {
      ca: readFileSync(tls.ca),
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
    };
    const call = (what: Omit<HttpCall, 'tls' | 'signal'>) =>
      withinTime(signal, TIMEOUT_MS, (inTime) =>
        httpCall(url, { ...what, tls: certificates, signal: inTime }),
      );

    const head = await call({ method: 'HEAD', headers: { authorization } });
    if (head.status === 401) throw new Error('the centre does not know this box: enrol it');
    const offset = head.status === 200 ? Number(head.headers['upload-offset'] ?? 0) : 0;
    // All bytes there is not yet a file there: the centre may have died before it checked and registered
    // them. Only the answer to a PUT says that it has the file.
    const have = offset < bytes ? offset : 0;
    const type = file.endsWith('.jpg') ? 'image/jpeg' : SEALED_MEDIA_TYPE;
    for (let from = have; ; from += PIECE) {
      const body = whole.subarray(from, from + PIECE);
      const headers: Record<string, string | number> = {
        authorization,
        ...{ 'content-type': type, 'content-length': body.length },
      };
      if (body.length < bytes) headers['content-range'] = `bytes ${from}-${from + body.length - 1}/${bytes}`;
      const { status } = await call({ method: 'PUT', headers, body });
      if (status === 202 && from + PIECE < bytes) continue;
      if (status === 200 || status === 201) return;
      const reason = `the centre answered ${status}`;
      throw status >= 400 && status < 500 && !PASSING.has(status) ? new Refused(reason) : new Error(reason);
    }
  }

  #idle(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, IDLE_MS);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}

async function readWhole(file: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new Refused('the file is gone', { cause });
    throw cause;
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Refused('the file was damaged on the disk');
  return bytes;
}
