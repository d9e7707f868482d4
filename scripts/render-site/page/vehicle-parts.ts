import { BoxGeometry, CylinderGeometry, type BufferGeometry } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { Look } from '../world/looks.ts';
import { gloss, matte, type Model, type Paint } from './model.ts';

/** Parts that vehicles on four wheels share. Bodies point away from the viewer: the front is at −z. */
export const glass = gloss('#1a2128');
export const rubber = matte('#151515');
export const metal = matte('#a7a9ab');
export const headPaint: Paint = { colour: '#f4f1e6', surface: 'head' };
export const tailPaint: Paint = { colour: '#8e1010', surface: 'tail' };

export const box = (w: number, h: number, d: number, x: number, y: number, z: number) =>
  new BoxGeometry(w, h, d).translate(x, y, z);

/** Both sides alike. */
export const pair = (make: (sign: -1 | 1) => BufferGeometry) => mergeGeometries([make(-1), make(1)]);

/** @param axles places along the vehicle, shares of its length, front is positive */
export function wheels({ width, length }: Look, radius: number, axles: readonly number[]): BufferGeometry {
  return mergeGeometries(
    axles.map((along) =>
      pair((sign) =>
        new CylinderGeometry(radius, radius, 0.22, 14)
          .rotateZ(Math.PI / 2)
          .translate(sign * (width / 2 - 0.07), radius, -along * length),
      ),
    ),
  );
}

export function lamps(vehicle: Model, look: Look, up: number): void {
  const [l, w] = [look.length / 2, look.width / 2];
  vehicle.add(
    pair((sign) => box(0.38, 0.17, 0.12, sign * (w - 0.3), up, -l + 0.01)),
    headPaint,
  );
  vehicle.add(
    pair((sign) => box(0.3, 0.2, 0.1, sign * (w - 0.26), up + 0.1, l - 0.02)),
    tailPaint,
  );
  vehicle.add(box(look.width * 0.5, 0.16, 0.06, 0, up - 0.02, -l), rubber);
}
