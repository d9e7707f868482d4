import {
  BoxGeometry,
  CapsuleGeometry,
  LatheGeometry,
  Quaternion,
  SphereGeometry,
  Vector2,
  Vector3,
  type BufferGeometry,
  type Group,
} from 'three';
import type { Look } from '../world/looks.ts';
import type { PersonShape } from '../world/person-look.ts';
import { matte, Model, type Paint } from './model.ts';

type Place = readonly [x: number, y: number, z: number];

/** Of someone 1.68 m tall. */
const TALL_M = 1.68;
const HIP = 0.86;
/** Where the hips of someone on a chair are. */
const SEAT_HIP = 0.5;
/** How far a leg swings, radians. */
const SWING = 0.46;
/** Half widths of the trunk from the hips to the neck; it is flatter than wide. */
const TRUNK: readonly (readonly [radius: number, up: number])[] = [
  ...([
    [0, 0.8],
    [0.15, 0.81],
    [0.162, 0.88],
    [0.146, 1.02],
    [0.152, 1.12],
  ] as const),
  ...([
    [0.168, 1.24],
    [0.172, 1.32],
    [0.15, 1.385],
    [0.085, 1.425],
    [0.056, 1.45],
  ] as const),
];

/** Someone on foot or on a chair, near enough to see the clothes; looks towards −z. */
export function createPerson(look: Look, shape: PersonShape, stride?: number): Group {
  const body = new Body(look, shape);
  if (look.model === 'seated') body.sit();
  else body.stand(stride);
  return body.build();
}

/** Cloth is darker in its folds, and low down where others and the floor take the light. */
function folds(x: number, y: number, z: number): number {
  const wave =
    Math.sin(y * 31 + x * 17) * Math.sin(x * 43 - y * 13 + z * 29) + Math.sin(y * 67 + z * 23) * 0.5;
  return 0.9 + 0.1 * wave - 0.16 * Math.max(0, 0.6 - y);
}

class Body {
  readonly #model = new Model();
  readonly #shape: PersonShape;
  readonly #shirt: Paint;
  readonly #hair: Paint;
  readonly #skin: Paint;
  /** Size against the usual person. */
  readonly #k: number;
  readonly #isSeated: boolean;

  constructor({ model, height, riders, paint }: Look, shape: PersonShape) {
    this.#shape = shape;
    this.#shirt = matte(paint);
    this.#hair = matte(riders[0]?.hat ?? '#15110f');
    this.#skin = matte(shape.skin);
    this.#isSeated = model === 'seated';
    this.#k = this.#isSeated ? (height - SEAT_HIP) / (TALL_M - HIP) : height / TALL_M;
  }

  build(): Group {
    return this.#model.build();
  }

  stand(stride: number | undefined): void {
    this.#trunk();
    const k = this.#k;
    const swing = stride === undefined ? 0 : Math.sin(stride * 2 * Math.PI) * SWING;
    const { build } = this.#shape;
    for (const side of [-1, 1] as const) {
      // The arm swings against the leg of its side.
      const leg = side * swing;
      const hip: Place = [side * 0.085 * build, 0.86 * k, 0];
      const knee: Place = [side * 0.095 * build, 0.47 * k, -Math.sin(leg) * 0.39 * k];
      const back = leg < 0 ? -leg * 0.5 : 0.04;
      const ankle: Place = [
        side * 0.1 * build,
        (0.09 + back * 0.14) * k,
        knee[2] - Math.sin(leg - back) * 0.38 * k,
      ];
      this.#leg(hip, knee, ankle);
      const shoulder: Place = [side * 0.195 * build, 1.35 * k, 0.01];
      const elbow: Place = [side * 0.25 * build, 1.09 * k, 0.03 + leg * 0.26];
      const hand: Place = [side * 0.245 * build, 0.86 * k, -0.06 + leg * 0.42];
      const holds = this.#shape.bag === 'folder' && side === 1;
      if (holds) this.#arm(shoulder, [side * 0.24 * build, 1.1 * k, 0.02], [side * 0.12, 1.08 * k, -0.24]);
      else this.#arm(shoulder, elbow, hand);
    }
    if (this.#shape.bag === 'folder') this.#box([0.24, 0.32, 0.025], [0.08, 1.1 * k, -0.2], '#e9e2c8', -0.2);
    this.#bag();
    this.#head();
  }

  sit(): void {
    this.#trunk();
    const { build, staff, bag } = this.#shape;
    const k = this.#k;
    const up = this.#up.bind(this);
    for (const side of [-1, 1] as const) {
      const hip: Place = [side * 0.09 * build, SEAT_HIP + 0.02, -0.02];
      const knee: Place = [side * 0.12 * build, SEAT_HIP + 0.02, -0.42 * k];
      this.#leg(hip, knee, [side * 0.12 * build, 0.09, -0.4 * k - 0.02 * side]);
      const shoulder: Place = [side * 0.195 * build, up(1.35), 0.01];
      const elbow: Place = [side * 0.245 * build, up(1.1), -0.04];
      const lap: Place = [side * 0.1, SEAT_HIP + 0.16, -0.24];
      const reads: Place = [side * 0.06, up(1.1), -0.27];
      const desk: Place = [side * 0.15, SEAT_HIP + 0.3, -0.4];
      this.#arm(shoulder, elbow, staff ? desk : bag === 'none' ? reads : lap);
    }
    if (!staff && bag === 'none') this.#box([0.075, 0.15, 0.012], [0, up(1.12), -0.31], '#17191d', -0.5);
    if (bag === 'folder') this.#box([0.31, 0.02, 0.23], [0, SEAT_HIP + 0.13, -0.24], '#e9e2c8');
    this.#bag();
    this.#head();
  }

  /** Heights of someone standing, brought down to the chair. */
  #up(height: number): number {
    return this.#isSeated ? SEAT_HIP + (height - HIP) * this.#k : height * this.#k;
  }

  #trunk(): void {
    const { build, staff, trousers } = this.#shape;
    const shell = new LatheGeometry(
      TRUNK.map(([radius, up]) => new Vector2(radius * build, this.#up(up))),
      22,
    );
    this.#model.add(shell.scale(1.08, 1, 0.66), this.#shirt, folds);
    const belt = new LatheGeometry(
      TRUNK.slice(0, 3).map(([radius, up]) => new Vector2(radius * build * 1.03, this.#up(up))),
      14,
    );
    this.#model.add(belt.scale(1.08, 1, 0.7), matte(trousers));
    this.#limb([0, this.#up(1.42), 0], [0, this.#up(1.5), -0.005], 0.052, this.#skin);
    for (const side of [-1, 1])
      this.#box([0.042, 0.022, 0.03], [side * 0.032, this.#up(1.432), -0.05], this.#shirt.colour, 0.5);
    if (!staff) return;
    for (const side of [-1, 1]) {
      this.#limb(
        [side * 0.06, this.#up(1.41), -0.08 * build],
        [0, this.#up(1.16), -0.125 * build],
        0.008,
        matte('#1d4fa0'),
      );
    }
    this.#box([0.06, 0.085, 0.012], [0, this.#up(1.12), -0.128 * build], '#f4f6f8');
  }

  #head(): void {
    const { hair } = this.#shape;
    const [y, z] = [this.#up(1.575), -0.015];
    this.#blob([0.078, 0.108, 0.094], [0, y, z], this.#skin);
    this.#blob([0.016, 0.02, 0.022], [0, y - 0.015, z - 0.092], this.#skin);
    for (const side of [-1, 1]) {
      this.#blob([0.014, 0.007, 0.01], [side * 0.03, y + 0.012, z - 0.084], matte('#1c1512'));
      this.#box([0.028, 0.005, 0.01], [side * 0.031, y + 0.032, z - 0.084], '#4a372b');
      this.#blob([0.012, 0.026, 0.018], [side * 0.079, y - 0.005, z + 0.008], this.#skin);
    }
    this.#box([0.04, 0.008, 0.01], [0, y - 0.055, z - 0.08], '#8a4a42');
    const size = hair === 'thin' ? 1.02 : 1.1;
    this.#dome(
      [0.083 * size, 0.112 * size, 0.1 * size],
      [0, y + 0.012, z + 0.016],
      hair === 'thin' ? 0.38 : 0.5,
    );
    // The back of the head is covered lower than the forehead.
    this.#blob([0.08, 0.085, 0.07], [0, y + 0.005, z + 0.045], this.#hair);
    if (hair === 'long') {
      this.#blob([0.085, 0.15, 0.055], [0, y - 0.1, z + 0.075], this.#hair);
      for (const side of [-1, 1])
        this.#blob([0.024, 0.1, 0.05], [side * 0.078, y - 0.04, z + 0.035], this.#hair);
    }
    if (hair === 'bun') this.#blob([0.045, 0.042, 0.045], [0, y + 0.03, z + 0.125], this.#hair);
    if (hair === 'cap') {
      this.#dome([0.1, 0.12, 0.116], [0, y + 0.02, z + 0.01], 0.46, this.#shirt);
      this.#box([0.13, 0.012, 0.08], [0, y + 0.05, z - 0.12], '#254d75', -0.15);
    }
  }

  #bag(): void {
    if (this.#shape.bag !== 'shoulder') return;
    const y = this.#isSeated ? SEAT_HIP + 0.2 : 0.92 * this.#k;
    const x = 0.27 * this.#shape.build;
    this.#box([0.09, 0.24, 0.28], [x, y, 0.03], '#3b2d25');
    this.#limb([x, y + 0.1, 0.03], [-0.08, this.#up(1.42), 0.03], 0.014, matte('#3b2d25'));
  }

  #leg(hip: Place, knee: Place, ankle: Place): void {
    const { build, trousers, shoes } = this.#shape;
    const cloth = matte(trousers);
    this.#limb(hip, knee, 0.082 * build, cloth);
    this.#limb(knee, ankle, 0.058 * build, cloth);
    this.#blob([0.045, 0.045, 0.125], [ankle[0], ankle[1] - 0.045, ankle[2] - 0.06], matte(shoes));
  }

  #arm(shoulder: Place, elbow: Place, hand: Place): void {
    const { build, sleeves } = this.#shape;
    this.#limb(shoulder, elbow, 0.047 * build, this.#shirt);
    const short = sleeves === 'short';
    this.#limb(elbow, hand, (short ? 0.036 : 0.042) * build, short ? this.#skin : this.#shirt);
    this.#blob([0.036, 0.042, 0.05], hand, this.#skin);
  }

  /** A capsule from one joint to the other. */
  #limb(from: Place, to: Place, radius: number, paint: Paint): void {
    const [a, b] = [new Vector3(...from), new Vector3(...to)];
    const middle = a.clone().add(b).multiplyScalar(0.5);
    const turned = new Quaternion().setFromUnitVectors(new Vector3(0, 1, 0), b.clone().sub(a).normalize());
    const capsule = new CapsuleGeometry(radius, a.distanceTo(b), 3, 10, 4).applyQuaternion(turned);
    this.#model.add(capsule.translate(middle.x, middle.y, middle.z), paint, folds);
  }

  #blob([w, h, d]: Place, [x, y, z]: Place, paint: Paint): void {
    this.#model.add(new SphereGeometry(1, 12, 9).scale(w, h, d).translate(x, y, z), paint);
  }

  /** The upper part of a blob, open below. */
  #dome([w, h, d]: Place, [x, y, z]: Place, part: number, paint = this.#hair): void {
    const dome = new SphereGeometry(1, 14, 8, 0, Math.PI * 2, 0, Math.PI * part);
    this.#model.add(dome.scale(w, h, d).rotateX(0.5).translate(x, y, z), paint);
  }

  #box(size: Place, [x, y, z]: Place, colour: string, tilt = 0): void {
    const box: BufferGeometry = new BoxGeometry(...size).rotateX(tilt);
    this.#model.add(box.translate(x, y, z), matte(colour));
  }
}
