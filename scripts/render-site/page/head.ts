import {
  BoxGeometry,
  ConeGeometry,
  Matrix4,
  SphereGeometry,
  TorusGeometry,
  type BufferGeometry,
} from 'three';
import type { Rider } from '../world/looks.ts';
import { headSize } from '../world/seats.ts';
import type { Wear } from '../world/wear.ts';
import { gloss, matte, type Model, type Paint } from './model.ts';

type Triple = readonly [number, number, number];

/** A head looks towards −z; angles around it, where that is three quarters of a turn. */
const AHEAD = Math.PI * 1.5;
const glass = gloss('#12161b');
const clearGlass = gloss('#5d6b75');
const dark = matte('#17181b');

const usual: Wear = {
  ...{ top: 'none', isGlossy: true, visor: 'none', hair: 'short', hairColour: '#15110f', skin: '#b9855f' },
  ...{ sunglasses: false, sleeves: 'long', trousers: '#23262e', size: 1, before: false, aside: 0, turn: 0 },
};

/** How someone is dressed of whom only the colours are known. */
export function wearOf({ wear, helmet, hat }: Rider): Wear {
  return wear ?? { ...usual, top: helmet ? 'half-shell' : 'none', ...(!helmet && { hairColour: hat }) };
}

/** Draws a head of a size around a place. */
export function addHead(parent: Model, at: Triple, { hat }: Pick<Rider, 'hat'>, wear: Wear): void {
  new Head(parent, at, wear, hat).draw();
}

class Head {
  readonly #parent: Model;
  readonly #place: Matrix4;
  readonly #wear: Wear;
  readonly #hat: Paint;
  readonly #hair: Paint;

  constructor(parent: Model, [x, y, z]: Triple, wear: Wear, hat: string) {
    const { size, turn, isGlossy, top } = wear;
    this.#parent = parent;
    this.#wear = wear;
    const isShell = top === 'half-shell' || top === 'three-quarter' || top === 'full-face';
    this.#hat = isGlossy && isShell ? gloss(hat) : matte(hat);
    this.#hair = matte(wear.hairColour);
    const scale = headSize(size);
    this.#place = new Matrix4()
      .makeTranslation(x, y, z)
      .multiply(new Matrix4().makeRotationY(turn))
      .multiply(new Matrix4().makeScale(scale, scale, scale));
  }

  draw(): void {
    this.#face();
    switch (this.#wear.top) {
      case 'half-shell':
        this.#halfShell();
        break;
      case 'three-quarter':
        this.#shell(0.74);
        this.#visor();
        break;
      case 'full-face':
        this.#shell(0.84);
        this.#chin();
        this.#visor();
        break;
      case 'cap':
        this.#hairs(0.5);
        this.#cap();
        break;
      case 'conical-hat':
        this.#hairs(0.5);
        this.#cone();
        break;
      case 'hood':
        this.#hood();
        break;
      case 'none':
        this.#hairs(0.5);
        break;
    }
  }

  #face(): void {
    const { skin, mask, sunglasses, top } = this.#wear;
    const flesh = matte(skin);
    this.#ball([0.086, 0.116, 0.1], [0, 0, 0], flesh);
    this.#ball([0.015, 0.022, 0.022], [0, -0.02, -0.098], flesh);
    this.#ball([0.052, 0.08, 0.052], [0, -0.125, 0.01], flesh);
    for (const side of [-1, 1]) {
      this.#ball([0.015, 0.009, 0.01], [side * 0.034, 0.008, -0.09], matte('#1c1512'));
      this.#box([0.03, 0.006, 0.01], [side * 0.034, 0.032, -0.091], matte('#33261d'));
      if (top !== 'full-face') this.#ball([0.014, 0.028, 0.02], [side * 0.086, -0.008, 0.008], flesh);
    }
    this.#box([0.042, 0.009, 0.01], [0, -0.06, -0.086], matte('#8a4a42'));
    if (mask !== undefined) this.#part([0.094, 0.125, 0.113], [0.51, 0.8], 1.15, matte(mask));
    if (sunglasses) this.#part([0.096, 0.125, 0.112], [0.42, 0.5], 0.95, glass);
  }

  #hairs(crown: number): void {
    const { hair } = this.#wear;
    const size = hair === 'thin' ? 1.03 : 1.1;
    this.#dome(
      [0.09 * size, 0.12 * size, 0.105 * size],
      [0, 0.01, 0.014],
      hair === 'thin' ? 0.36 : crown,
      0.5,
    );
    this.#ball([0.087, 0.094, 0.075], [0, 0.002, 0.042], this.#hair);
    this.#longHair();
  }

  #longHair(): void {
    const { hair } = this.#wear;
    if (hair === 'long') {
      this.#ball([0.096, 0.17, 0.06], [0, -0.1, 0.075], this.#hair);
      for (const side of [-1, 1]) this.#ball([0.026, 0.11, 0.052], [side * 0.084, -0.05, 0.035], this.#hair);
    }
    if (hair === 'tail') this.#ball([0.036, 0.15, 0.036], [0, -0.1, 0.125], this.#hair);
  }

  #halfShell(): void {
    const { visor } = this.#wear;
    this.#ball([0.088, 0.09, 0.07], [0, -0.01, 0.04], this.#hair);
    this.#longHair();
    const size: Triple = [0.128, 0.135, 0.148];
    this.#dome(size, [0, 0.022, 0.006], 0.53, 0.08, this.#hat);
    const rim = new TorusGeometry(1, 0.055, 6, 28).rotateX(Math.PI / 2 + 0.08).scale(0.124, 0.12, 0.144);
    this.#add(rim.translate(0, 0.018, 0.006), dark);
    this.#stripe([0.129, 0.136, 0.149], [0, 0.022, 0.006]);
    if (visor === 'peak') {
      const brim = this.#cut([0.15, 0.05, 0.2], [0.3, 0.5], 0.75).rotateX(0.08);
      this.#add(brim.translate(0, 0.03, -0.015), this.#hat);
    }
    for (const side of [-1, 1]) this.#box([0.006, 0.12, 0.022], [side * 0.09, -0.045, -0.015], dark);
    this.#box([0.1, 0.018, 0.03], [0, -0.118, -0.03], dark);
  }

  /** A helmet that is open before the face and reaches so far down. */
  #shell(down: number): void {
    this.#longHair();
    const size: Triple = [0.136, 0.146, 0.15];
    const at: Triple = [0, 0.01, 0.008];
    this.#dome(size, at, 0.4, 0, this.#hat);
    const open = Math.PI * 0.62;
    const sides = new SphereGeometry(
      1,
      22,
      10,
      ...([AHEAD + open / 2, Math.PI * 2 - open, Math.PI * 0.4, Math.PI * (down - 0.4)] as const),
    );
    this.#add(sides.scale(...size).translate(...at), this.#hat);
    this.#ball([0.124, 0.118, 0.125], [0, 0.008, 0.028], dark);
    this.#stripe([0.137, 0.147, 0.151], at);
  }

  #visor(): void {
    const { visor, top } = this.#wear;
    const at: Triple = [0, 0.01, 0.004];
    if (visor === 'peak') this.#part([0.16, 0.09, 0.21], [0.34, 0.46], 0.8, this.#hat, [0, 0.02, 0]);
    else if (visor !== 'none') {
      const low = top === 'full-face' ? 0.6 : 0.66;
      this.#part([0.139, 0.148, 0.158], [0.37, low], 1.1, visor === 'dark' ? glass : clearGlass, at);
    }
  }

  #chin(): void {
    this.#part([0.135, 0.146, 0.158], [0.6, 0.84], 1.06, this.#hat, [0, 0.01, 0.006]);
  }

  #cap(): void {
    this.#dome([0.104, 0.125, 0.12], [0, 0.022, 0.006], 0.46, 0.22, this.#hat);
    const brim = new BoxGeometry(0.13, 0.012, 0.09).rotateX(-0.16);
    this.#add(brim.translate(0, 0.05, -0.135), this.#hat);
  }

  #cone(): void {
    this.#add(new ConeGeometry(0.225, 0.15, 30).translate(0, 0.125, 0.01), this.#hat);
    for (const side of [-1, 1])
      this.#box([0.005, 0.15, 0.016], [side * 0.092, -0.03, -0.01], matte('#b5546a'));
  }

  #hood(): void {
    const size: Triple = [0.122, 0.142, 0.136];
    const at: Triple = [0, 0, 0.02];
    this.#dome(size, at, 0.36, 0, this.#hat);
    const open = Math.PI * 0.56;
    const sides = new SphereGeometry(
      1,
      22,
      10,
      ...([AHEAD + open / 2, Math.PI * 2 - open, Math.PI * 0.36, Math.PI * 0.6] as const),
    );
    this.#add(sides.scale(...size).translate(...at), this.#hat);
    this.#ball([0.13, 0.1, 0.12], [0, -0.13, 0.03], this.#hat);
    this.#dome([0.095, 0.122, 0.106], [0, 0.008, 0.008], 0.42, 0.3);
  }

  #stripe(size: Triple, at: Triple): void {
    const { stripe } = this.#wear;
    if (stripe === undefined) return;
    for (const middle of [AHEAD, AHEAD - Math.PI]) {
      const band = new SphereGeometry(1, 4, 10, middle - 0.16, 0.32, 0.02, Math.PI * 0.45);
      this.#add(band.scale(...size).translate(...at), { ...this.#hat, colour: stripe });
    }
  }

  /** A piece of a ball before the face: from–to down from the crown, in half turns, and so wide, in radians/2. */
  #part(
    size: Triple,
    down: readonly [number, number],
    half: number,
    paint: Paint,
    at: Triple = [0, 0, 0],
  ): void {
    this.#add(this.#cut(size, down, half).translate(...at), paint);
  }

  #cut(size: Triple, [from, to]: readonly [number, number], half: number): BufferGeometry {
    return new SphereGeometry(1, 14, 8, AHEAD - half, half * 2, Math.PI * from, Math.PI * (to - from)).scale(
      ...size,
    );
  }

  /** The upper part of a ball, open below, tilted back. */
  #dome(size: Triple, at: Triple, part: number, tilt: number, paint = this.#hair): void {
    const dome = new SphereGeometry(1, 24, 12, 0, Math.PI * 2, 0, Math.PI * part);
    this.#add(
      dome
        .scale(...size)
        .rotateX(tilt)
        .translate(...at),
      paint,
    );
  }

  #ball(size: Triple, at: Triple, paint: Paint): void {
    const isLarge = size[0] > 0.05;
    const ball = new SphereGeometry(1, isLarge ? 20 : 8, isLarge ? 14 : 6);
    this.#add(ball.scale(...size).translate(...at), paint);
  }

  #box(size: Triple, at: Triple, paint: Paint): void {
    this.#add(new BoxGeometry(...size).translate(...at), paint);
  }

  #add(geometry: BufferGeometry, paint: Paint): void {
    this.#parent.add(geometry.applyMatrix4(this.#place), paint);
  }
}
