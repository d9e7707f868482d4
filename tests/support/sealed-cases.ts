import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import {
  assembleBundle,
  sealBody,
  sha256,
  signText,
  type BundleParts,
  type ChainHead,
  type Sealed,
} from '@vamco/bundle';
import {
  bundlePaths,
  canonicalJson,
  hashInput,
  type ClipBody,
  type EvidenceBody,
  type EvidenceFile,
  type Seal,
} from '@vamco/contracts';

/** A case as a box seals it, with small files, and what the centre needs to bundle it. */
export interface SealedCase extends Sealed {
  body: EvidenceBody;
  files: Map<string, Buffer>;
  record: Buffer;
  /** What became of its clip, which is among the files; undefined for a case without one. */
  clip: Buffer | undefined;
}

export function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** A box that seals one case after the other, without cameras. */
export class SealingBox {
  readonly id: string;
  readonly key: KeyObject;
  readonly seals: Seal[] = [];
  #chain: ChainHead = { epoch: randomBytes(8).toString('hex'), seq: 0, head: '' };

  constructor(id: string, key = newKey()) {
    this.id = id;
    this.key = key;
  }

  seal(body = aBody()): SealedCase {
    const files = new Map(body.files.map(({ path, bytes }) => [path, randomBytes(bytes)]));
    const sealedFiles = body.files.map((file) => ({
      ...file,
      sha256: sha256(files.get(file.path) ?? Buffer.alloc(0)),
    }));
    const complete = { ...body, files: sealedFiles };
    const at = '2026-11-24T03:20:32.000Z';
    const sealed = sealBody(complete, { box: this.id, at, chain: this.#chain }, this.key);
    this.#chain = sealed.next;
    this.seals.push(sealed.seal);
    const hash = sha256(sealed.bytes);
    const clip = this.#sealClip(complete, hash, files);
    return { ...sealed, body: complete, files, record: this.#record(complete, hash), clip };
  }

  #sealClip(
    { clip, camera, time }: EvidenceBody,
    hash: string,
    files: Map<string, Buffer>,
  ): Buffer | undefined {
    if (!clip || 'none' in clip) return undefined;
    const bytes = randomBytes(2_000);
    const about: ClipBody = {
      ...{ schema: 'evidence.clip-body.v1', case: hash, camera: camera.id, act: time.utc, asked: clip },
      clip: {
        file: file('clip', 'clip.mp4', bytes.length, { mime: 'video/mp4', sha256: sha256(bytes) }),
        ...{ fromMs: clip.fromMs - 1_200, toMs: clip.toMs + 480, errMs: 40, missingMs: 0 },
      },
    };
    const at = '2026-11-24T03:20:35.000Z';
    const sealed = sealBody(about, { box: this.id, at, chain: this.#chain }, this.key);
    this.#chain = sealed.next;
    this.seals.push(sealed.seal);
    files.set('files/clip.mp4', bytes);
    return sealed.bytes;
  }

  #record({ camera, track, act, time, vehicle, place }: EvidenceBody, manifest: string): Buffer {
    const media = { sha256: 'a'.repeat(64), bytes: 48_211 };
    const unsigned = {
      schema: 'violation.detected.v1',
      id: '019ab0a1-1111-7abc-8def-0123456789ab',
      ...{ box: this.id, epoch: this.#chain.epoch, seq: 42, prev: 'b'.repeat(64), time },
      data: {
        ...{ camera: camera.id, place: { name: place.name }, track: { run: track.run, id: track.id } },
        ...{ class: vehicle.class, score: vehicle.scorePerMille / 1000 },
        rule: { id: act.rule, version: act.version },
        ...{ zone: act.place, began: act.began },
        stills: [{ role: 'at', atMs: 0, box: [0.61, 0.4, 0.05, 0.12], media }],
        ...{ manifest, model: 'road-user-detector 0.2.0 9f86d081' },
      },
    };
    return Buffer.from(canonicalJson({ ...unsigned, sig: signText(hashInput(unsigned), this.key) }));
  }
}

/** The bundle that a centre makes of a case. */
export function centreBundle(box: SealingBox, sealed: SealedCase, centre: KeyObject): Buffer {
  const parts: BundleParts = {
    ...{ manifest: sealed.bytes, clip: sealed.clip, seals: box.seals, boxKey: box.key },
    fileOf: (path) => sealed.files.get(path),
    whyMissing: 'it stays on the box',
    extras: new Map([[bundlePaths.record, sealed.record]]),
  };
  const at = '2026-11-25T01:00:00.000Z';
  return Buffer.concat(assembleBundle(parts, { by: 'centre', id: 'centre', key: centre, at }));
}

const file = (
  role: EvidenceFile['role'],
  name: string,
  bytes: number,
  more: Partial<EvidenceFile> = {},
): EvidenceFile => ({
  ...{ path: `files/${name}`, role, mime: 'image/jpeg', sha256: '', bytes },
  ...more,
});

/** What a box knows of a motorbike that ran a red light. */
export function aBody(parts: Partial<EvidenceBody> = {}): EvidenceBody {
  return {
    schema: 'evidence.body.v1',
    place: { site: 'site-01', name: 'Ngã tư 30/4', point: { lat: 11.3101, lon: 106.0983 } },
    camera: { id: 'cam-01', name: 'Camera 01', kind: 'traffic', preset: 'home', trust: null },
    time: {
      ...{ utc: '2026-11-24T03:20:30.456Z', errMs: 520, source: 'chrony' },
      ...{ bootId: '0a1b2c3d', monoMs: 812_345 },
    },
    cameraClock: null,
    streamErrMs: 40,
    act: {
      ...{ rule: 'red-light', version: 1, parameters: { graceS: 0.4 }, place: 'stop-1' },
      ...{ began: '2026-11-24T03:20:29.100Z', also: [] },
    },
    vehicle: { class: 'motorbike', scorePerMille: 810 },
    track: {
      ...{ run: '0a1b2c3d', id: 17 },
      points: Array.from({ length: 12 }, (_, i) => [
        i * 125 - 1000,
        5000 + i * 40,
        6000 - i * 90,
        500,
        900,
        i,
      ]),
    },
    signal: {
      ...{ id: 'signal-1', state: 'red' },
      phases: [
        { state: 'yellow', fromMs: -9000, toMs: -6000 },
        { state: 'red', fromMs: -6000, toMs: 400 },
      ],
    },
    plate: {
      ...{ text: '70B112345', display: '70-B1 123.45', family: 'moto5', confidencePerMille: 987 },
      ...{ layout: 'two-line', colour: 'white', raw: '70B112345', alternatives: [], looks: 6 },
      model: 'plate-reader 0.1.0 12345678',
      slots: [
        [{ sign: '7', perMille: 990 }],
        [
          { sign: '0', perMille: 970 },
          { sign: '8', perMille: 20 },
        ],
      ],
    },
    scene: { signals: [], lines: [], zones: [], regions: [] },
    masks: [],
    software: '0.1.0',
    models: [{ name: 'road-user-detector', version: '0.2.0', sha256: 'c'.repeat(64) }],
    config: 'd'.repeat(64),
    files: [
      file('before', 'before.jpg', 900, { atMs: -1356 }),
      file('at', 'at.jpg', 1100, { atMs: 0 }),
      file('after', 'after.jpg', 800, { atMs: 480 }),
      file('plate', 'plate.jpg', 300, { atMs: 120 }),
    ],
    clip: { fromMs: -5_000, toMs: 3_000 },
    ...parts,
  };
}
