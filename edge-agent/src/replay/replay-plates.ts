import type { PlateRead, VehicleClass } from '@vamco/contracts';
import type { Analysed } from '../analysis.ts';
import type { Frame } from '../decode/frame.ts';
import type { StillCuts } from '../decode/still-cuts.ts';
import { PlateReports } from '../plates/plate-reports.ts';
import type { PlateVision } from '../plates/plate-vision.ts';
import { PLATE_LOOKS_PER_SECOND, PlateWatch } from '../plates/plate-watch.ts';

/** The plate of one vehicle, as it was told. */
export interface ReplayedPlate {
  track: number;
  class: VehicleClass;
  read: Omit<PlateRead, 'crop'>;
  /** Seconds of the recording: when the crop was taken that would be stored. */
  atS: number;
}

/** Reads plates in a recording: as many looks a second of it as a camera gets, and each is waited for. */
export class ReplayPlates {
  readonly #watch: PlateWatch;
  readonly #reports: PlateReports;
  #nowS = 0;

  /** @param tell called for vehicles that passed a line or broke a rule, as the box would report them */
  constructor(vision: PlateVision, stills: Pick<StillCuts, 'cut'>, tell: (plate: ReplayedPlate) => void) {
    const now = () => this.#nowS * 1000;
    this.#watch = new PlateWatch({ vision, stills, now, looksPerSecond: PLATE_LOOKS_PER_SECOND });
    this.#reports = new PlateReports({
      ...{ camera: 'replay', run: 'replay', watch: this.#watch },
      put: ({ track, class: name }, { read, crop }) => {
        tell({ track: track.id, class: name, read, atS: crop?.atS ?? this.#nowS });
        return Promise.resolve();
      },
    });
  }

  /** @param t seconds of the recording */
  async frame(
    { active, passages, hits, ended }: Pick<Analysed, 'active' | 'passages' | 'hits' | 'ended'>,
    { number }: Pick<Frame, 'number'>,
    t: number,
  ): Promise<void> {
    this.#nowS = t;
    const failed: unknown[] = [];
    this.#watch.frame(active, { number, atS: t, behind: false }, (error) => failed.push(error));
    await this.#watch.idle();
    if (failed.length > 0) throw failed[0];
    for (const { track } of passages) this.#reports.want(track);
    for (const { track } of hits) await this.#reports.now(track);
    await this.#reports.left(ended);
  }

  /** The recording is over: the plates of those who are still there. */
  async end(): Promise<void> {
    await this.#reports.end();
  }
}
