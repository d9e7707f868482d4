import { readModel } from '../models/model-file.ts';
import { readSuited } from '../models/read-suited.ts';
import { claimPlate, type PlateClaim } from './claim.ts';
import { PlateFinder } from './finder.ts';
import { decodeLook, type DecodedPlate } from './lattice.ts';
import { meanLook, type FoundPlate, type PlateLook } from './look.ts';
import { FinderEntry, ReaderEntry } from './plate-models.ts';
import { growQuad, quadSize, type Quad } from './quad.ts';
import { PlateReader } from './reader.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import { wholePicture } from './rectify.ts';

/** One plate of one picture. */
export interface SeenPlate extends PlateClaim {
  /** The finder's score, 0..1; 0 when the whole picture was taken for the plate. */
  score: number;
  corners: Quad;
}

/** How the corners are moved for a second and third look: along the picture's axes. */
const AGAIN = [
  [1.05, 1.08],
  [0.97, 0.95],
] as const;
/**
 * A look that is in doubt even so is cut out wider still: the lower line of old car plates fills the plate from edge to edge,
 * and a cut that is a little too tight makes the reader double a digit and lose another.
 */
const WIDE = [1.2, 1] as const;
/** Only a wide look that is this sure counts: others guess. */
const WIDE_SURENESS = 0.9;
/** Surer looks need no other; what hardly fits the grammar is no plate. */
const DOUBT = { posterior: 0.97, fit: 0.003 };

/** A picture that is nothing but a plate has this shape and is not larger. */
const CROP = { minAspect: 1.1, maxAspect: 6.5, maxPixels: 480 * 240 };

/** Finder and reader together: the one way from a picture to its plates, for still pictures and for cameras. */
export class PlateVision {
  readonly finder: PlateFinder;
  readonly reader: PlateReader;

  constructor(finder: PlateFinder, reader: PlateReader) {
    this.finder = finder;
    this.reader = reader;
  }

  /**
   * Loads finder and reader of a manifest; throws as `readSuited` does.
   * @param chosen which finder; what suits this processor without it
   */
  static async load(manifest: string, chosen?: string): Promise<PlateVision> {
    const [finder, reader] = await Promise.all([
      PlateFinder.load(readSuited(manifest, { chosen, usual: 'plate-finder' }, FinderEntry)),
      PlateReader.load(readModel(manifest, 'plate-reader', ReaderEntry)),
    ]);
    return new PlateVision(finder, reader);
  }

  /**
   * Looks at plates by their corners, in their order. One that could be a plate but is doubtful is looked at twice
   * more with wider and tighter corners: found corners err by a few percent, and not all ways of cutting a plate out
   * are misread alike (477 → 482 of 501 held-out plates). If they leave it doubtful, a wide one counts where it is sure.
   */
  async lookAt(picture: RgbPicture, quads: readonly Quad[]): Promise<PlateLook[]> {
    const looks = await this.reader.read(picture, quads);
    for (const [index, look] of looks.entries()) {
      const quad = quads[index];
      if (!quad || !isDoubtful(decodeLook(look))) continue;
      const others = AGAIN.map(([fx, fy]) => growQuad(quad, fx, fy));
      const again = await this.reader.read(picture, others);
      const mean = meanLook([look, ...again].map((one) => ({ look: one, weight: 1 })));
      const decoded = decodeLook(mean);
      const wide = isDoubtful(decoded) ? await this.#sureWide(picture, quad, surenessOf(decoded)) : undefined;
      looks[index] = wide ?? mean;
    }
    return looks;
  }

  /** Ends the threads of both. */
  async close(): Promise<void> {
    await Promise.all([this.finder.close(), this.reader.close()]);
  }

  /** A wide look, if it is sure, and surer than what is known. */
  async #sureWide(picture: RgbPicture, quad: Quad, known: number): Promise<PlateLook | undefined> {
    const [look] = await this.reader.read(picture, [growQuad(quad, ...WIDE)]);
    const decoded = look && decodeLook(look);
    return decoded && surenessOf(decoded) > Math.max(WIDE_SURENESS, known) ? look : undefined;
  }

  /** All plates of a picture, those that were read first, the surest ahead; a plate that cannot be read has `text: null`. */
  async see(picture: RgbPicture): Promise<SeenPlate[]> {
    const found = await this.finder.find(picture);
    const places = found.length > 0 ? found : cropOf(picture);
    const looks = await this.lookAt(
      picture,
      places.map(({ corners }) => corners),
    );
    const { calibration, confidenceThreshold } = this.reader.entry;
    const seen = looks.flatMap((look, index) => {
      const place = places[index];
      if (!place) return [];
      const claim = claimPlate(look, calibration.look, confidenceThreshold);
      return [{ ...claim, score: place.score, corners: place.corners }];
    });
    // A text that fits the grammar proves a plate; without one, the finder alone must be sure.
    const { plateThreshold } = this.finder.entry;
    const plates = seen.filter(({ score, text }) => text !== null || score >= plateThreshold);
    const rank = ({ text, confidence, score }: SeenPlate) => (text === null ? score : 1 + confidence);
    return plates.sort((a, b) => rank(b) - rank(a));
  }
}

/** Could it be a plate, and is it not sure which? */
function isDoubtful(decoded: DecodedPlate | undefined): decoded is DecodedPlate {
  return decoded !== undefined && decoded.fit > DOUBT.fit && surenessOf(decoded) < DOUBT.posterior;
}

/** How likely the best reading is, 0..1, also that it is a plate at all. */
function surenessOf({ posterior, fit }: DecodedPlate): number {
  return posterior * fit;
}

/** A tight crop of one plate: found by nobody, since it has no surroundings. */
function cropOf(picture: RgbPicture): FoundPlate[] {
  const corners = wholePicture(picture);
  const { width, height } = quadSize(corners);
  const aspect = width / height;
  const fits = aspect >= CROP.minAspect && aspect <= CROP.maxAspect && width * height <= CROP.maxPixels;
  return fits ? [{ score: 0, twoLine: aspect < 2.6 ? 1 : 0, corners }] : [];
}
