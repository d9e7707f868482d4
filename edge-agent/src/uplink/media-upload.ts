import { sign, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaProof } from '@vamco/contracts';
import { backoffMs } from '../base/backoff.ts';
import type { Logger } from '../base/log.ts';

const BACKOFF = { baseMs: 1_000, maxMs: 60_000 };
const IDLE_MS = 500;
const TIMEOUT_MS = 60_000;

/** The part of the outbox that the uploader needs. */
export interface MediaSource {
  nextMedia(): { sha256: string; bytes: number; file: string } | undefined;
  mediaDone(sha256: string): void;
}

/** Puts stills to the centre, one at a time, each from where the last try stopped. */
export class MediaUploader {
  readonly #parts: { box: string; base: string; source: MediaSource; key: KeyObject; log: Logger };
  #wake: (() => void) | undefined;

  constructor(parts: { box: string; base: string; source: MediaSource; key: KeyObject; log: Logger }) {
    this.#parts = parts;
  }

  wake(): void {
    this.#wake?.();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { source, log } = this.#parts;
    for (let failures = 0; !signal.aborted; ) {
      const media = source.nextMedia();
      if (media === undefined) {
        await this.#idle(signal);
        continue;
      }
      try {
        await this.#put(media, signal);
        source.mediaDone(media.sha256);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        const retryInMs = backoffMs(failures, BACKOFF, Math.random());
        failures += 1;
        log.warn({ code: 'UPLOAD_FAILED', reason: String(error), retryInMs }, 'a still could not be sent');
        await sleep(retryInMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #put({ sha256, bytes, file }: { sha256: string; bytes: number; file: string }, signal: AbortSignal): Promise<void> {
    const { base, box, key } = this.#parts;
    const url = `${base.replace(/\/$/, '')}/media/${sha256}`;
    const proof = sign(null, Buffer.from(mediaProof(box, sha256)), key).toString('base64');
    const authorization = `VamCo ${box} ${proof}`;
    const within = () => AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const head = await fetch(url, { method: 'HEAD', headers: { authorization }, signal: within() });
    const have = head.ok ? Number(head.headers.get('upload-offset') ?? 0) : 0;
    if (head.ok && have >= bytes) return;
    const rest = await readFrom(file, have, bytes);
    const headers: Record<string, string> = { authorization, 'content-type': 'image/jpeg' };
    if (have > 0) headers['content-range'] = `bytes ${have}-${bytes - 1}/${bytes}`;
    const answer = await fetch(url, { method: 'PUT', headers, body: rest, signal: within() });
    if (!answer.ok) throw new Error(`the centre answered ${answer.status}`);
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

async function readFrom(file: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(to - from);
    await handle.read(bytes, 0, bytes.length, from);
    return bytes;
  } finally {
    await handle.close();
  }
}
