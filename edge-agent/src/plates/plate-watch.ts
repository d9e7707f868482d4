import type { ObjectClass, PlateRead, VehicleClass } from '@vamco/contracts';
import sharp from 'sharp';
import { widened, type PixelBox } from '../base/box.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import { Remembered } from '../base/remembered.ts';
import { TokenBucket } from '../base/token-bucket.ts';
import type { StillCut, StillCuts } from '../decode/still-cuts.ts';
import type { PlateFunnel } from '../explain/account.ts';
import { chooseLooks, type LookState, type Vehicle } from './choose-looks.ts';
import { signChances, type SignChance } from './look.ts';
import { ownPlate } from './own-plate.ts';
import type { PlateVision } from './plate-vision.ts';
import { cutPlate } from './plate-crop.ts';
import { quadSize } from './quad.ts';
import { PlateVote } from './vote.ts';

/** One vehicle as the tracker has it now. */
export interface Followed {
  id: number;
  class: ObjectClass;
  box: PixelBox;
}

/** What an event says of a plate, and the crop that proves it. */
export interface WatchedPlate {
  read: Omit<PlateRead, 'crop'>;
  /** Slot by slot, what each sign may be, the likeliest first; an empty sign is an empty slot. */
  slots: SignChance[][];
  /** JPEG of the plate from a frame that was read, and that frame's time on the track's timeline. */
  crop: { jpeg: Buffer; atS: number } | undefined;
}

export interface WatchOptions {
  vision: PlateVision;
  /** Parts of full-size frames. */
  stills: Pick<StillCuts, 'cut'>;
  /** Monotonic milliseconds. */
  now: () => number;
  looksPerSecond: number;
}

interface Watched extends LookState {
  vote: PlateVote;
  carrier: 'motorbike' | 'other';
  best: { quality: number; crop: RgbPicture; atS: number } | undefined;
  /** Looks in which signs were read. */
  reads: number;
  /** The finder's best score, 0..1. */
  score: number;
}

/** Looks a second and camera: about 70 ms of one core. */
export const PLATE_LOOKS_PER_SECOND = 8;
/** From this width on a plate is as readable as it gets. */
const CLEAR_PX = 80;
/** A plate may hang out of its vehicle’s box a little. */
const AROUND = { sides: 0.06, above: 0.04, below: 0.08 };
const vehicles: readonly string[] = ['car', 'motorbike', 'bus', 'truck'] satisfies VehicleClass[];

/**
 * Looks at the plates of the vehicles that one camera follows, beside the analysis: one batch of looks at a time,
 * within a budget a second. A busy box looks less often; frames never wait for plates.
 */
export class PlateWatch {
  readonly #options: WatchOptions;
  readonly #bucket: TokenBucket;
  readonly #watched = new Remembered<Watched>();
  #batch: Promise<void> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#bucket = new TokenBucket(options.looksPerSecond, options.now);
  }

  /**
   * Starts looks at what this frame shows, unless the last batch still runs. Never throws.
   * @param behind the detector cannot keep up: one look a frame must do
   */
  frame(
    followed: readonly Followed[],
    { number, atS, behind }: { number: number; atS: number; behind: boolean },
    onError: (error: unknown) => void,
  ): void {
    this.#watched.forgetOthers(followed, this.#options.now());
    if (this.#batch) return;
    const near = followed.filter((item): item is Vehicle => vehicles.includes(item.class));
    const allowance = this.#bucket.available();
    const chosen = chooseLooks(near, this.#watched, behind ? Math.min(1, allowance) : allowance);
    if (chosen.length === 0) return;
    this.#bucket.take(chosen.length);
    this.#batch = this.#look(chosen, near, number, atS)
      .catch(onError)
      .finally(() => (this.#batch = undefined));
  }

  /** What is known of a vehicle's plate when the looks under way have ended; undefined if it was never found. */
  async plateOf(id: number): Promise<WatchedPlate | undefined> {
    await this.#batch;
    const watched = this.#watched.get(id);
    const { entry, label } = this.#options.vision.reader;
    const claim = watched?.vote.claim(entry.calibration.vote, entry.confidenceThreshold, watched.carrier);
    if (!watched || !claim) return undefined;
    // Without a text, only a sure find is a plate.
    if (claim.text === null && watched.score < this.#options.vision.finder.entry.plateThreshold)
      return undefined;
    const { text, display, family, alternatives, confidence, layout, colour, raw } = claim;
    const read = {
      ...(text !== null && display !== null && family !== null && { text, display, family }),
      ...(alternatives.length > 0 && {
        alternatives: alternatives.slice(0, 3).map((other) => other.display),
      }),
      ...{ confidence: Math.round(confidence * 1000) / 1000, layout, colour, raw },
      ...{ looks: watched.vote.count, model: label },
    };
    const crop = watched.best && { jpeg: await toJpeg(watched.best.crop), atS: watched.best.atS };
    return { read, crop, slots: signChances(watched.vote.combined()) };
  }

  /** Resolves when the looks under way have ended. */
  async idle(): Promise<void> {
    await this.#batch;
  }

  /** How far the plate of a vehicle came, step by step; all zero for one that nobody looked at. */
  funnelOf(id: number): PlateFunnel {
    const watched = this.#watched.get(id);
    const { entry } = this.#options.vision.reader;
    const claim = watched?.vote.claim(entry.calibration.vote, entry.confidenceThreshold, watched.carrier);
    return {
      ...{ looks: watched?.looks ?? 0, found: watched?.found ?? 0, reads: watched?.reads ?? 0 },
      ...{ voted: watched?.vote.count ?? 0, raw: claim?.raw ?? '', text: claim?.text ?? null },
      confidence: claim?.confidence ?? 0,
    };
  }

  async #look(
    chosen: readonly Vehicle[],
    all: readonly Vehicle[],
    number: number,
    atS: number,
  ): Promise<void> {
    const around = chosen.map(({ box }) => widened(box, AROUND));
    const cuts = await this.#options.stills.cut(number, around);
    for (const [index, vehicle] of chosen.entries()) {
      const cut = cuts?.[index];
      const others = all.filter((other) => other !== vehicle).map(({ box }) => box);
      if (cut) await this.#lookAt(vehicle, cut, others, atS);
    }
  }

  async #lookAt(
    { id, class: name, box }: Vehicle,
    { picture, area }: StillCut,
    others: readonly PixelBox[],
    atS: number,
  ): Promise<void> {
    const { vision } = this.#options;
    const watched = this.#watched.get(id) ?? {
      ...{
        looks: 0,
        found: 0,
        reads: 0,
        area: 0,
        confidence: 0,
        vote: new PlateVote(),
        best: undefined,
        score: 0,
      },
      carrier: name === 'motorbike' ? ('motorbike' as const) : ('other' as const),
    };
    this.#watched.set(id, watched);
    Object.assign(watched, { looks: watched.looks + 1, area: box[2] * box[3] });
    const toCut = ([x, y, w, h]: PixelBox): PixelBox => [x - area.left, y - area.top, w, h];
    const plate = ownPlate(await vision.finder.find(picture), toCut(box), others.map(toCut));
    const [look] = plate ? await vision.lookAt(picture, [plate.corners]) : [];
    if (plate) watched.found += 1;
    if (!plate || !look) return;
    watched.reads += 1;
    const size = quadSize(plate.corners).width / CLEAR_PX;
    const quality = plate.score * Math.min(1, size);
    // Of a passage the widest looks tell most: many small ones, read wrong, outvoted two that were right.
    watched.vote.add(look, quality * size);
    watched.score = Math.max(watched.score, plate.score);
    const { calibration } = vision.reader.entry;
    watched.confidence = watched.vote.claim(calibration.vote, 0, watched.carrier)?.confidence ?? 0;
    if (quality > (watched.best?.quality ?? 0)) {
      watched.best = { quality, crop: cutPlate(picture, plate.corners), atS };
    }
  }
}

function toJpeg({ data, width, height }: RgbPicture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}
