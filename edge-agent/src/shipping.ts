import type { KeyObject } from 'node:crypto';
import type { Sealed } from '@vamco/bundle';
import type { EventDraft, EventTime, SiteConfig } from '@vamco/contracts';
import type { Clock } from './base/clock.ts';
import { AgentError } from './base/errors.ts';
import type { Logger } from './base/log.ts';
import type { ClipOrders } from './evidence/clip-maker.ts';
import { ClipRequests } from './evidence/clip-requests.ts';
import type { StoredFile } from './evidence/collect.ts';
import type { ClipWish } from './outbox/clip-rows.ts';
import type { Outbox } from './outbox/outbox.ts';
import { MediaUploader } from './uplink/media-upload.ts';
import { Uplink } from './uplink/uplink.ts';

const SAY_AGAIN_MS = 30_000;
const RESEND_MS = 30_000;
const DEAF_MS = 90_000;

export interface ShippingParts {
  site: Pick<SiteConfig, 'box' | 'uplink'>;
  /** Version of the program, told to the centre. */
  version: string;
  outbox: Outbox;
  key: KeyObject;
  time: () => EventTime;
  clock: Clock;
  log: Logger;
  /** The store failed, and not for want of room: the program must end and begin anew. */
  onBroken: (error: unknown) => void;
}

/**
 * What leaves the box: events and files of the outbox, and clips that the centre asks for. A full disk is said and
 * survived; any other failure of the store is handed to `onBroken`.
 */
export class Shipping {
  readonly #parts: ShippingParts;
  readonly #uplink: Uplink;
  readonly #uploader: MediaUploader;
  readonly #clipRequests: ClipRequests;
  #dropped = 0;
  #saidMs = -Infinity;

  constructor(parts: ShippingParts) {
    const { site, version, outbox, key, time, clock, log } = parts;
    const [box, { broker, media, tls }] = [site.box.id, site.uplink];
    this.#parts = parts;
    this.#clipRequests = new ClipRequests({
      ...{ box, book: outbox, time, log: log.child({ step: 'evidence' }) },
      onAnswer: () => {
        this.#uplink.wake();
        this.#uploader.wake();
      },
    });
    this.#uplink = new Uplink({
      config: { box, version, broker, tls, resendMs: RESEND_MS, deafMs: DEAF_MS },
      ...{ source: outbox, key, clock, log: log.child({ step: 'uplink' }) },
      onClipRequest: (request) => {
        this.#answering(() => {
          this.#clipRequests.hear(request);
        });
      },
    });
    this.#uploader = new MediaUploader({
      ...{ box, base: media, source: outbox, key, tls, log: log.child({ step: 'media' }) },
      onRefused: () => {
        this.takeBack();
      },
    });
  }

  /** Ships until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.takeBack();
    this.#uplink.start(signal);
    await this.#uploader.run(signal);
  }

  /** Puts an event and its files into the outbox, and sends them. */
  readonly emit = (draft: EventDraft, files: StoredFile[] = [], sealed?: Sealed, clip?: ClipWish): void => {
    const { outbox, clock, log } = this.#parts;
    try {
      outbox.put(draft, files, sealed, clip);
    } catch (error) {
      this.#breakUnlessFull(error);
      this.#dropped += 1;
      // A full disk refuses several events a second: said once in a while, with how many.
      if (clock.now() < this.#saidMs + SAY_AGAIN_MS) return;
      this.#saidMs = clock.now();
      log.error({ err: error, schema: draft.schema, dropped: this.#dropped }, 'an event could not be stored');
      return;
    }
    this.#uplink.wake();
    if (files.length > 0) this.#uploader.wake();
  };

  /** Clips that cases wait for. */
  readonly clipOrders: ClipOrders = {
    nextClip: (camera) => this.#parts.outbox.nextClip(camera),
    isClipKept: (file) => this.#parts.outbox.isClipKept(file),
    settleClip: (manifest, settled) => {
      try {
        this.#parts.outbox.settleClip(manifest, settled);
      } catch (error) {
        this.#breakUnlessFull(error);
        throw error;
      }
      this.#uploader.wake();
    },
  };

  /** Whoever was told that a clip is coming hears that it is not, where its file has gone. */
  takeBack(): void {
    this.#answering(() => {
      this.#clipRequests.takeBack();
    });
  }

  /** On a full disk nothing was answered, so the centre asks again. */
  #answering(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#breakUnlessFull(error);
      this.#parts.log.error({ err: error }, 'a request for a clip could not be answered');
    }
  }

  #breakUnlessFull(error: unknown): void {
    if (!(error instanceof AgentError && error.code === 'DISK_FULL')) this.#parts.onBroken(error);
  }
}
