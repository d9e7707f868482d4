import {
  CanvasTexture,
  CircleGeometry,
  Color,
  Group,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  SRGBColorSpace,
  type Object3D,
} from 'three';
import type { HeadState } from '../world/actor.ts';
import { heads, LAMP_M, type Head } from '../world/heads.ts';

const colours = { red: '#ff2a1a', yellow: '#ffb000', green: '#16e07a' } as const;
const order = ['red', 'yellow', 'green'] as const;
const DARK = new Color('#15120f');

interface Shown {
  head: Head;
  lamps: Record<(typeof order)[number], MeshBasicMaterial>;
  digits?: { material: MeshBasicMaterial };
}

/** The lamps of all signals, switched from frame to frame. */
export class Lamps {
  readonly group: Object3D = new Group();
  readonly #shown: Shown[];
  readonly #glow: number;
  readonly #numbers = new Map<string, CanvasTexture>();

  /** @param glow how much brighter than white a lit lamp is */
  constructor(glow: number) {
    this.#glow = glow;
    this.#shown = heads.map((head) => this.#hang(head));
  }

  show(states: readonly HeadState[]): void {
    for (const { head, lamps, digits } of this.#shown) {
      const state = states.find(({ arm }) => arm === head.arm);
      for (const colour of order) {
        const isLit = state?.light === colour;
        lamps[colour].color.copy(isLit ? new Color(colours[colour]).multiplyScalar(this.#glow) : DARK);
      }
      if (digits && state) {
        const shown = state.light === 'off' ? '' : String(Math.min(99, state.left));
        digits.material.map = this.#number(shown, state.light === 'off' ? 'red' : state.light);
        digits.material.needsUpdate = true;
      }
    }
  }

  #hang(head: Head): Shown {
    const put = (aside: number, drop: number, mesh: Mesh) => {
      const [rx, rs] = [-Math.cos(head.heading) * aside, Math.sin(head.heading) * aside];
      const [fx, fs] = [Math.sin(head.heading) * 0.13, Math.cos(head.heading) * 0.13];
      mesh.rotation.y = Math.PI - head.heading;
      mesh.position.set(head.x + rx + fx, head.up - drop, -(head.s + rs + fs));
      this.group.add(mesh);
    };
    const lamp = (place: number) => {
      const material = new MeshBasicMaterial({ color: DARK });
      put(0, place * LAMP_M, new Mesh(new CircleGeometry(LAMP_M * 0.42, 16), material));
      return material;
    };
    const lamps = { red: lamp(0), yellow: lamp(1), green: lamp(2) };
    if (head.rightArrow) {
      const material = new MeshBasicMaterial({
        map: arrow(),
        color: new Color('#ffffff').multiplyScalar(this.#glow),
      });
      put(LAMP_M + 0.08, 2 * LAMP_M, new Mesh(new PlaneGeometry(LAMP_M * 0.85, LAMP_M * 0.85), material));
    }
    if (!head.countdown) return { head, lamps };
    const material = new MeshBasicMaterial({ color: new Color('#ffffff').multiplyScalar(this.#glow) });
    put(-LAMP_M - 0.12, 0, new Mesh(new PlaneGeometry(LAMP_M, LAMP_M * 0.9), material));
    return { head, lamps, digits: { material } };
  }

  #number(text: string, colour: (typeof order)[number]): CanvasTexture {
    const key = `${colour}${text}`;
    const known = this.#numbers.get(key);
    if (known) return known;
    const made = painted((g) => {
      g.fillStyle = colours[colour];
      g.font = 'bold 52px monospace';
      g.textAlign = 'center';
      g.fillText(text, 32, 50);
    });
    this.#numbers.set(key, made);
    return made;
  }
}

function arrow(): CanvasTexture {
  return painted((g) => {
    g.fillStyle = colours.green;
    g.fillRect(8, 26, 30, 12);
    g.beginPath();
    g.moveTo(58, 32);
    g.lineTo(34, 10);
    g.lineTo(34, 54);
    g.fill();
  });
}

function painted(draw: (g: CanvasRenderingContext2D) => void): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const g = canvas.getContext('2d');
  if (g === null) throw new Error('this browser has no 2D canvas');
  g.fillStyle = '#0c0c0c';
  g.fillRect(0, 0, 64, 64);
  draw(g);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}
