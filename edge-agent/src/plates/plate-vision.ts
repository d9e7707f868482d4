import { readModel } from '../models/model-file.ts';
import { claimPlate, type PlateClaim } from './claim.ts';
import { PlateFinder } from './finder.ts';
import type { FoundPlate } from './look.ts';
import { FinderEntry, ReaderEntry } from './plate-models.ts';
import { quadSize, type Quad } from './quad.ts';
import { PlateReader } from './reader.ts';
import { wholePicture, type RgbPicture } from './rectify.ts';

/** One plate of one picture. */
export interface SeenPlate extends PlateClaim {
  /** The finder's score, 0..1; 0 when the whole picture was taken for the plate. */
  score: number;
  corners: Quad;
}

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

  /** Loads `plate-finder` and `plate-reader` of a manifest; throws as `readModel` does. */
  static async load(manifest: string): Promise<PlateVision> {
    const [finder, reader] = await Promise.all([
      PlateFinder.load(readModel(manifest, 'plate-finder', FinderEntry)),
      PlateReader.load(readModel(manifest, 'plate-reader', ReaderEntry)),
    ]);
    return new PlateVision(finder, reader);
  }

  /** All plates of a picture, those that were read first, the surest ahead; a plate that cannot be read has `text: null`. */
  async see(picture: RgbPicture): Promise<SeenPlate[]> {
    const found = await this.finder.find(picture);
    const places = found.length > 0 ? found : cropOf(picture);
    const looks = await this.reader.read(
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

/** A tight crop of one plate: found by nobody, since it has no surroundings. */
function cropOf(picture: RgbPicture): FoundPlate[] {
  const corners = wholePicture(picture);
  const { width, height } = quadSize(corners);
  const aspect = width / height;
  const fits = aspect >= CROP.minAspect && aspect <= CROP.maxAspect && width * height <= CROP.maxPixels;
  return fits ? [{ score: 0, twoLine: aspect < 2.6 ? 1 : 0, corners }] : [];
}
