import type { KeyObject } from 'node:crypto';
import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceBody, EventTime } from '@vamco/contracts';
import { pino } from 'pino';
import sharp from 'sharp';
import { systemClock, utcText } from '../../edge-agent/src/base/clock.ts';
import { ClipRequests } from '../../edge-agent/src/evidence/clip-requests.ts';
import { Sealer } from '../../edge-agent/src/evidence/sealer.ts';
import { loadOrCreateBoxKey } from '../../edge-agent/src/outbox/box-key.ts';
import { storeMedia, type StoredMedia } from '../../edge-agent/src/outbox/media-files.ts';
import { Outbox } from '../../edge-agent/src/outbox/outbox.ts';
import { MediaUploader } from '../../edge-agent/src/uplink/media-upload.ts';
import { Uplink } from '../../edge-agent/src/uplink/uplink.ts';
import { aBody } from './sealed-cases.ts';

/** A case of a box, and the clip that it keeps. */
export interface KeptCase {
  id: string;
  clip: StoredMedia;
}

/** A box without cameras that keeps clips: the real outbox, sealer, uplink, uploader and answers. */
export class ClipBox {
  readonly id: string;
  readonly dir: string;
  readonly publicKeyFile: string;
  readonly #key: KeyObject;
  readonly #log = pino({ level: 'silent' });
  #running: { outbox: Outbox; stop: AbortController; uploads: Promise<void> } | undefined;

  constructor(id: string, dir: string) {
    this.id = id;
    this.dir = dir;
    this.#key = loadOrCreateBoxKey(dir);
    this.publicKeyFile = join(dir, 'box.pub.pem');
  }

  /** @param at.loses so many requests are lost on their way to it */
  start(at: { mqttPort: number; media: string; loses?: number }): void {
    const { id: box, dir } = this;
    const [key, log, clock] = [this.#key, this.#log, systemClock];
    const outbox = new Outbox({ dir, box, key, clock, log });
    const onAnswer = () => {
      uplink.wake();
      uploader.wake();
    };
    const requests = new ClipRequests({ box, book: outbox, time, onAnswer, log });
    const broker = `mqtt://127.0.0.1:${at.mqttPort}`;
    let lost = 0;
    const config = { box, version: 'test', broker, tls: undefined, resendMs: 5_000, deafMs: 10_000 };
    const uplink = new Uplink({
      ...{ config: { ...config, maxBackoffMs: 1_000 }, source: outbox, key, clock, log },
      onClipRequest: (request) => {
        lost += 1;
        if (lost > (at.loses ?? 0)) requests.hear(request);
      },
    });
    const uploader = new MediaUploader({
      ...{ box, base: at.media, source: outbox, key, log, maxBackoffMs: 1_000 },
      onRefused: () => {
        requests.takeBack();
      },
    });
    const stop = new AbortController();
    uplink.start(stop.signal);
    this.#running = { outbox, stop, uploads: uploader.run(stop.signal) };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.stop.abort();
    await running?.uploads;
    running?.outbox.close();
  }

  /** How many events and files are still to be sent: a file may be at the centre before its case is. */
  get waiting(): number {
    const { events, media } = this.#outbox.depth();
    return events + media;
  }

  /** A case with one still, sealed and on its way; its clip is cut and stays here. */
  async aCase(clipBytes: Buffer, more: Partial<EvidenceBody> = {}): Promise<KeptCase> {
    const [outbox, media] = [this.#outbox, join(this.dir, 'media')];
    const sealer = new Sealer({
      ...{ box: this.id, key: this.#key, head: () => outbox.sealHead() },
      utcNow: () => utcText(Date.now()),
    });
    const picture = { create: { width: 640, height: 360, channels: 3 as const, background: '#456' } };
    const still = await storeMedia(media, await sharp(picture).jpeg().toBuffer());
    const now = { ...time(), utc: utcText(Date.now() - 3_000) };
    const files = aBody().files.map((one) => ({ ...one, sha256: still.sha256 }));
    const body = aBody({ time: now, files, ...more });
    const actMs = Date.parse(now.utc);
    let [id, manifest] = ['', ''];
    await sealer.seal(body, async (sealed) => {
      const document = await storeMedia(media, sealed.bytes, 'sealed');
      manifest = document.sha256;
      const { camera, track, act, vehicle } = body;
      const at = { role: 'at' as const, atMs: 0, box: [0.4, 0.4, 0.1, 0.2] };
      const data = {
        ...{ camera: camera.id, place: { name: 'Ngã tư 30/4' }, track: { run: track.run, id: track.id } },
        ...{ class: vehicle.class, score: 0.8, rule: { id: 'red-light' as const, version: 1 }, manifest },
        ...{ zone: act.place, began: act.began, model: 'none' },
        stills: [{ ...at, media: { sha256: still.sha256, bytes: still.bytes } }],
      };
      const wish = { manifest, camera: camera.id, actMs, fromMs: actMs - 2_000, toMs: actMs, errMs: 40 };
      const sent = [still, { ...document, later: true }];
      ({ id } = outbox.put({ schema: 'violation.detected.v1', time: now, data }, sent, sealed, wish));
    });
    const clip = await storeMedia(media, clipBytes, 'mp4');
    const film = { path: 'files/clip.mp4', role: 'clip' as const, mime: 'video/mp4' as const };
    const clipBody = {
      ...{ schema: 'evidence.clip-body.v1' as const, case: manifest, camera: body.camera.id, act: now.utc },
      asked: { fromMs: -2_000, toMs: 0 },
      clip: {
        file: { ...film, sha256: clip.sha256, bytes: clip.bytes },
        ...{ fromMs: -2_000, toMs: 0, errMs: 40, missingMs: 0 },
      },
    };
    await sealer.seal(clipBody, async (sealed) => {
      const record = await storeMedia(media, sealed.bytes, 'sealed');
      outbox.settleClip(manifest, { sealed, record, clip, send: false });
    });
    return { id, clip };
  }

  /** Throws a clip away, as happens when others need the room. */
  discard({ clip: { file } }: KeptCase): void {
    if (this.#outbox.forgetClip(file)) unlinkSync(file);
  }

  /** Flips bytes of a clip, as a bad disk does. */
  damage({ clip: { file, bytes } }: KeptCase): void {
    writeFileSync(file, Buffer.alloc(bytes, 1));
  }

  get #outbox(): Outbox {
    if (!this.#running) throw new Error('the box is off');
    return this.#running.outbox;
  }
}

function time(): EventTime {
  const monoMs = Math.round(performance.now());
  return { utc: utcText(Date.now()), errMs: 1000, source: 'unsynced', bootId: '0a1b2c3d', monoMs };
}
