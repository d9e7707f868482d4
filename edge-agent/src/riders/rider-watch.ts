import type { ObjectClass } from '@vamco/contracts';
import { widened, type PixelBox } from '../base/box.ts';
import { Remembered } from '../base/remembered.ts';
import { TokenBucket } from '../base/token-bucket.ts';
import type { StillCut, StillCuts } from '../decode/still-cuts.ts';
import type { RidersFunnel } from '../explain/account.ts';
import type { Riders } from '../rules/riders.ts';
import type { NormPoint } from '../scene/geometry.ts';
import type { GroundPoint } from '../track/track.ts';
import { chooseBikes, type BikeState } from './choose-bikes.ts';
import { headingOf } from './heading.ts';
import type { RiderHeads } from './rider-heads.ts';
import { headHeight, logOdds, type RiderLook } from './rider-look.ts';
import { RiderVote } from './rider-vote.ts';

/** One vehicle as the tracker has it now. */
interface Followed {
  id: number;
  class: ObjectClass;
  /** Pixels of the full-size frame. */
  box: PixelBox;
  trajectory: readonly GroundPoint[];
}

export interface RiderWatchOptions {
  net: Pick<RiderHeads, 'entry' | 'label' | 'find'>;
  /** Parts of full-size frames. */
  stills: Pick<StillCuts, 'cut'>;
  /** Monotonic milliseconds. */
  now: () => number;
  looksPerSecond: number;
}

interface Watched extends BikeState {
  vote: RiderVote;
  /** Looks that showed somebody. */
  found: number;
}

/** A motorbike that is looked at, and where it goes. */
interface Chosen {
  id: number;
  box: PixelBox;
  heading: NormPoint | undefined;
}

/** Looks a second and camera. */
export const RIDER_LOOKS_PER_SECOND = 8;

/**
 * Looks at the riders of the motorbikes that one camera follows, beside the analysis: one batch of looks at a time,
 * within a budget a second. A busy box looks less often; frames never wait for riders.
 */
export class RiderWatch {
  readonly #options: RiderWatchOptions;
  readonly #bucket: TokenBucket;
  readonly #watched = new Remembered<Watched>();
  #batch: Promise<void> | undefined;

  constructor(options: RiderWatchOptions) {
    this.#options = options;
    this.#bucket = new TokenBucket(options.looksPerSecond, options.now);
  }

  /** Name, version and hash of the net. */
  get label(): string {
    return this.#options.net.label;
  }

  /**
   * Starts looks at what this frame shows, unless the last batch still runs. Never throws.
   * @param size of the full-size frame
   * @param behind the detector cannot keep up: one look a frame must do
   */
  frame(
    followed: readonly Followed[],
    {
      number,
      atS,
      size,
      behind,
    }: { number: number; atS: number; size: { width: number; height: number }; behind: boolean },
    onError: (error: unknown) => void,
  ): void {
    this.#watched.forgetOthers(followed, this.#options.now());
    if (this.#batch) return;
    const allowance = this.#bucket.available();
    const bikes = followed.filter(({ class: name }) => name === 'motorbike');
    const chosen = chooseBikes(bikes, this.#watched, size, behind ? Math.min(1, allowance) : allowance).map(
      ({ id, box, trajectory }) => ({ id, box, heading: headingOf(trajectory, size) }),
    );
    if (chosen.length === 0) return;
    this.#bucket.take(chosen.length);
    this.#batch = this.#look(chosen, number, atS)
      .catch(onError)
      .finally(() => (this.#batch = undefined));
  }

  /** What is known by now; undefined before anybody was seen on it. */
  ridersOf(id: number): Riders | undefined {
    return this.#watched.get(id)?.vote.riders;
  }

  /** How far the riders of a motorbike came; all zero for one that nobody looked at. */
  funnelOf(id: number): RidersFunnel {
    const watched = this.#watched.get(id);
    const { counts = [], heads = [] } = watched?.vote.riders ?? {};
    return { looks: watched?.looks ?? 0, found: watched?.found ?? 0, counts: [...counts], heads: [...heads] };
  }

  /** Resolves when the looks under way have ended. */
  async idle(): Promise<void> {
    await this.#batch;
  }

  async #look(chosen: readonly Chosen[], number: number, atS: number): Promise<void> {
    const { around } = this.#options.net.entry;
    const shown = chosen.map(({ box }) => widened(box, around));
    const cuts = await this.#options.stills.cut(number, shown);
    for (const [index, bike] of chosen.entries()) {
      const cut = cuts?.[index];
      if (cut) await this.#lookAt(bike, cut, atS);
    }
  }

  async #lookAt(bike: Chosen, cut: StillCut, atS: number): Promise<void> {
    const { net } = this.#options;
    const watched = this.#watched.get(bike.id) ?? this.#meet(bike);
    Object.assign(watched, { looks: watched.looks + 1, box: bike.box });
    const found = await net.find(cut.picture);
    if (found.length > 0) watched.found += 1;
    const [x, y, w, h] = bike.box;
    const [middleX, middleY] = [x + w / 2, y + h / 2];
    const heads = found.map((head): RiderLook['heads'][number] => {
      const [px, py] = [cut.area.left + head.x, cut.area.top + head.y];
      const { heading } = bike;
      return {
        at: [px / cut.still.width, py / cut.still.height],
        ahead: heading && ((px - middleX) * heading[0] + (py - middleY) * heading[1]) / h,
        score: head.score,
        helmet: logOdds(head.helmet, net.entry.calibration.helmet),
      };
    });
    watched.vote.add({ atS, headPx: headHeight(h), heads });
    watched.isSettled = watched.vote.isSettled;
  }

  #meet({ id, box }: Chosen): Watched {
    const watched = {
      ...{ looks: 0, found: 0, isSettled: false, box },
      vote: new RiderVote(this.#options.net.entry.calibration.temper),
    };
    this.#watched.set(id, watched);
    return watched;
  }
}
