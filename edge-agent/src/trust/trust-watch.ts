import type { Fitted, Gray } from './gray.ts';
import { Hysteresis } from './hysteresis.ts';
import { lookAt, type Look } from './look.ts';
import { SceneReference, type SceneMatch } from './scene-reference.ts';

/** Why a camera's pictures cannot be trusted, the gravest first. */
export const trustProblems = [
  'frozen',
  'too-dark',
  'over-exposed',
  'covered',
  'moved',
  'blurred',
  'few-frames',
  'wrong-clock',
] as const;
export type TrustProblem = (typeof trustProblems)[number];

/** Seconds that a finding must last, and be gone. Exact repetition happens in quiet scenes, so it takes longest. */
const LASTING: Record<TrustProblem, [number, number]> = {
  frozen: [30, 3],
  'too-dark': [20, 20],
  'over-exposed': [20, 20],
  covered: [8, 8],
  moved: [8, 10],
  blurred: [30, 30],
  'few-frames': [60, 60],
  'wrong-clock': [0, 0],
};

const DARK = { mean: 14, bright: 48 };
const BURNT_SHARE = 0.5;
/** Part of the picture without any contrast that covers it; a scene that is flat by itself is not covered. */
const FLAT_SHARE = 0.75;
const FLAT_RANGE = 10;
/** Sharpness against the best of the last days; by night noise looks sharp, so only by day. */
const BLURRED = 0.62;
const DAY_MEAN = 40;

/** Watches the health of one camera's picture, one look a second. Pure: no clock, no file. */
export class TrustWatch {
  readonly #lasting = new Map(trustProblems.map((name) => [name, new Hysteresis(...LASTING[name])]));
  #reference: SceneReference;
  #sharpest: number | undefined;
  #usuallyFlat = 0;
  #fingerprint: number | undefined;
  #match: SceneMatch = { is: 'learning', agreement: 1 };

  constructor(reference = new SceneReference()) {
    this.#reference = reference;
  }

  get match(): SceneMatch {
    return this.#match;
  }

  /** Everything that is wrong now, the gravest first. */
  get problems(): TrustProblem[] {
    return trustProblems.filter((name) => this.#lasting.get(name)?.raised);
  }

  /** The head looks at another preset from now on. */
  turn(reference: SceneReference): void {
    this.#reference = reference;
    reference.arrive();
    this.#match = { is: 'learning', agreement: 1 };
    this.#lasting.set('moved', new Hysteresis(...LASTING.moved));
    this.#lasting.set('covered', new Hysteresis(...LASTING.covered));
    this.#sharpest = undefined;
    this.#usuallyFlat = 0;
  }

  /** @param atS monotonic seconds */
  look(frame: Fitted, atS: number): void {
    const look = lookAt(frame);
    const dark = look.mean < DARK.mean && look.bright < DARK.bright;
    const flat = flatShare(look.gray);
    const covered = !dark && flat > Math.max(FLAT_SHARE, this.#usuallyFlat + 0.2);
    this.#see('frozen', look.fingerprint === this.#fingerprint, atS);
    this.#fingerprint = look.fingerprint;
    this.#see('too-dark', dark, atS);
    this.#see('over-exposed', look.burnt > BURNT_SHARE, atS);
    this.#see('covered', covered, atS);
    this.#see('blurred', this.#isBlurred(look), atS);
    // What is dark or covered has not moved.
    if (dark || covered) return;
    this.#match = this.#reference.match(look.gray, atS);
    this.#see('moved', this.#match.is === 'moved' || this.#match.is === 'other', atS);
    if (this.#match.is === 'same') this.#usuallyFlat += (flat - this.#usuallyFlat) / 300;
  }

  /** What is measured elsewhere: the camera's clock, its frame rate. */
  told(problem: 'few-frames' | 'wrong-clock', is: boolean, atS: number): void {
    this.#see(problem, is, atS);
  }

  #see(name: TrustProblem, is: boolean, atS: number): void {
    this.#lasting.get(name)?.see(is, atS);
  }

  #isBlurred({ sharpness, mean }: Look): boolean {
    if (sharpness === undefined || mean < DAY_MEAN) return false;
    const usual = (this.#sharpest ??= sharpness);
    // Up within a minute, down within days: a lens that gets dirty does not become the measure.
    this.#sharpest = usual + (sharpness - usual) * (sharpness > usual ? 1 / 30 : 1 / 100_000);
    return sharpness < usual * BLURRED;
  }
}

/** Part of the picture (blocks of 8 by 6 cells) that shows next to no contrast, 0..1. */
function flatShare({ width, height, data }: Gray): number {
  let [flat, blocks] = [0, 0];
  for (let top = 0; top + 6 <= height; top += 6)
    for (let left = 0; left + 8 <= width; left += 8) {
      let [low, high] = [255, 0];
      for (let y = top; y < top + 6; y += 1)
        for (let x = left; x < left + 8; x += 1) {
          const value = data[y * width + x] ?? 0;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      blocks += 1;
      if (high - low < FLAT_RANGE) flat += 1;
    }
  return flat / blocks;
}
