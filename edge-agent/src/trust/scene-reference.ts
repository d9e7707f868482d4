import { GRAY, type Gray } from './gray.ts';
import { agreement, bestShift, blend, signatureOf, type Signature } from './scene-signature.ts';

/** Agreement of the same scene at another hour is above .5, of another scene below .15 (measured on six clips). */
const SAME = 0.5;
const OTHER = 0.3;
/** So good that no move needs to be looked for. */
const SURE = 0.88;
/** A move of the camera by this many cells (percent of the width) is one. */
const MOVED_CELLS = 2;
const BETTER = 0.1;
/** Looks that make the first reference, and that a new appearance must last. */
const LEARN_LOOKS = 20;
const NEW_LOOK_S = 600;
const MAX_APPEARANCES = 4;

export interface SceneMatch {
  /** `learning` until there is a reference. */
  is: 'same' | 'moved' | 'other' | 'learning';
  agreement: number;
}

/** How a scene looks when nobody has touched the camera, by day and by night; learned once, then kept. */
export class SceneReference {
  readonly #appearances: Signature[];
  #recent: Signature | undefined;
  #looks = 0;
  #strangeSinceS: number | undefined;

  /** @param kept what `toText` gave earlier; a text that is none is as good as nothing */
  constructor(kept = '') {
    this.#appearances = kept
      .split('\n')
      .map(fromText)
      .filter((one) => one !== undefined);
  }

  /** Takes one look; traffic fades out over the looks before it. */
  match(gray: Gray, atS: number): SceneMatch {
    const now = signatureOf(gray);
    if (this.#recent) blend(this.#recent, now, 1 / 8);
    else this.#recent = now;
    const recent = this.#recent;
    this.#looks += 1;
    if (this.#appearances.length === 0) {
      if (this.#looks >= LEARN_LOOKS) this.#appearances.push(Float32Array.from(recent));
      return { is: 'learning', agreement: 1 };
    }
    const found = this.#appearances
      .map((signature) => ({ signature, agreement: agreement(signature, recent, GRAY) }))
      .sort((a, b) => b.agreement - a.agreement)[0];
    if (found === undefined) return { is: 'learning', agreement: 1 };
    const best =
      found.agreement >= SURE
        ? { x: 0, y: 0, agreement: found.agreement }
        : bestShift(found.signature, recent, GRAY);
    const cells = Math.max(Math.abs(best.x), Math.abs(best.y));
    if (cells >= MOVED_CELLS && best.agreement > found.agreement + BETTER && best.agreement > OTHER)
      return { is: 'moved', agreement: found.agreement };
    if (found.agreement < OTHER) return { is: 'other', agreement: found.agreement };
    this.#learn(found, recent, atS);
    return { is: 'same', agreement: found.agreement };
  }

  /** Starts the mean of recent looks anew: the camera has just arrived here. */
  arrive(): void {
    this.#recent = undefined;
    this.#looks = 0;
  }

  /** For keeping over a restart. */
  toText(): string {
    return this.#appearances.map(toText).join('\n');
  }

  /** A good match drifts the reference slowly; a fair one that lasts is a new hour of the day. */
  #learn(found: { signature: Signature; agreement: number }, recent: Signature, atS: number): void {
    if (found.agreement >= SAME) {
      blend(found.signature, recent, 1 / 2_000);
      this.#strangeSinceS = undefined;
      return;
    }
    this.#strangeSinceS ??= atS;
    if (atS - this.#strangeSinceS < NEW_LOOK_S) return;
    this.#strangeSinceS = undefined;
    // The first one, learned when the camera was set up, always stays.
    if (this.#appearances.length >= MAX_APPEARANCES) this.#appearances.splice(1, 1);
    this.#appearances.push(Float32Array.from(recent));
  }
}

/** One signed byte a number is enough: the scale cancels out. */
function toText(signature: Signature): string {
  return Buffer.from(Int8Array.from(signature, (value) => Math.round(value * 40))).toString('base64');
}

function fromText(text: string): Signature | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== GRAY.width * GRAY.height * 2) return undefined;
  return Float32Array.from(new Int8Array(bytes), (value) => value / 40);
}
