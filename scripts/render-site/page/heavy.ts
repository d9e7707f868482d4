import type { Group } from 'three';
import type { Look } from '../world/looks.ts';
import { gloss, matte, Model } from './model.ts';
import { box, glass, lamps, metal, rubber, wheels } from './vehicle-parts.ts';

/** A box truck: cab in front, cargo body behind. */
export function createTruck(look: Look): Group {
  const vehicle = new Model();
  const [l, w, h] = [look.length, look.width, look.height];
  const paint = gloss(look.paint);
  const cargo = matte('#c9c9c4');
  vehicle.add(box(w * 0.96, h * 0.62, l * 0.26, 0, h * 0.47, -l * 0.37), paint);
  vehicle.add(box(w * 0.9, h * 0.25, 0.06, 0, h * 0.6, -l * 0.5 - 0.02), glass);
  vehicle.add(box(w * 0.98, h * 0.22, l * 0.12, 0, h * 0.6, -l * 0.39), glass);
  vehicle.add(box(w, h * 0.74, l * 0.7, 0, h * 0.63, l * 0.15), cargo);
  vehicle.add(box(w * 0.7, 0.24, l * 0.95, 0, 0.62, 0), rubber);
  vehicle.add(wheels(look, 0.43, [0.36, -0.27]), rubber);
  vehicle.add(wheels({ ...look, width: w + 0.03 }, 0.2, [0.36, -0.27]), metal);
  lamps(vehicle, look, h * 0.26);
  return vehicle.build();
}

/** A city bus: long body, a band of windows, doors, destination board. */
export function createBus(look: Look): Group {
  const vehicle = new Model();
  const [l, w, h] = [look.length, look.width, look.height];
  const paint = gloss(look.paint);
  vehicle.add(box(w, h * 0.86, l, 0, h * 0.55, 0), paint);
  vehicle.add(box(w + 0.03, h * 0.3, l * 0.9, 0, h * 0.66, 0.1), glass);
  vehicle.add(box(w * 0.92, h * 0.42, 0.06, 0, h * 0.6, -l / 2 - 0.02), glass);
  vehicle.add(box(w * 0.8, h * 0.28, 0.06, 0, h * 0.68, l / 2 + 0.02), glass);
  vehicle.add(box(w * 0.6, 0.24, 0.08, 0, h * 0.9, -l / 2 - 0.03), matte('#ffb000'));
  for (let i = -4; i <= 4; i += 1)
    vehicle.add(box(w + 0.05, h * 0.3, 0.09, 0, h * 0.66, (i * l) / 10), paint);
  vehicle.add(wheels(look, 0.48, [0.28, -0.26]), rubber);
  vehicle.add(wheels({ ...look, width: w + 0.03 }, 0.24, [0.28, -0.26]), metal);
  lamps(vehicle, look, h * 0.25);
  return vehicle.build();
}
