import { createWay, layout, onArm, type Way } from './junction.ts';
import { Path, type Ground } from './path.ts';
import type { Random } from './random.ts';
import type { Scripted } from './rates.ts';
import type { Newcomer } from './traffic.ts';

/** A way that is not through the junction: nothing on it knows lights or lanes. */
function freeWay(points: Ground[]): Way {
  const path = new Path(points);
  const never = Infinity;
  return {
    arm: 'south',
    movement: 'straight',
    exit: 'north',
    path,
    stopAt: never,
    holdAt: never,
    curveEnd: 0,
    room: [0, 0],
    roomBeyond: [0, 0],
  };
}

/** Who does a scripted act, and where it begins; all of it happens around the south arm. */
export function perform(act: Scripted['act'], random: Random): Newcomer {
  const fourWheels = random.pick(['sedan', 'hatch', 'suv'] as const);
  switch (act) {
    case 'wrong-way': {
      // Out of a house's gate, along the kerb against the traffic.
      const right = layout.main.halfWidth - 0.9;
      const way = freeWay([onArm('south', 17, right), onArm('south', 90, right)]);
      return { model: 'motorbike', way, intent: act, along: 1, speed: 2, wished: 4.5, free: true };
    }
    case 'sidewalk': {
      const right = layout.main.halfWidth + 1;
      const way = freeWay([onArm('south', 72, right), onArm('south', 13, right)]);
      return { model: 'motorbike', way, intent: act, along: 1, wished: 5.5, free: true };
    }
    case 'walks-motorbike': {
      const right = layout.main.halfWidth - 0.7;
      const way = freeWay([onArm('south', 19, right), onArm('south', 60, right)]);
      return { model: 'pushed-motorbike', way, intent: act, along: 1, speed: 1, wished: 1.2, free: true };
    }
    case 'wrong-lane':
      return {
        model: fourWheels,
        way: createWay('south', 'straight', 'outer'),
        intent: act,
        along: 55,
        wished: 9,
      };
    case 'no-turn':
      return {
        model: fourWheels,
        way: createWay('south', 'left', 'inner'),
        intent: act,
        along: 60,
        wished: 8,
      };
    case 'no-u-turn':
      return {
        model: 'hatch',
        way: createWay('south', 'u-turn', 'inner'),
        intent: act,
        along: 60,
        wished: 7,
      };
    case 'prohibited-road':
      return { model: 'truck', way: createWay('south', 'right', 'inner'), intent: act, along: 55, wished: 8 };
    case 'stop-no-stopping-sign': {
      const way = createWay('south', 'straight', 'outer');
      const pause = { along: way.curveEnd + 14, seconds: 30 };
      return { model: fourWheels, way, intent: act, along: 62, lateral: 0.6, wished: 9, pause };
    }
    case 'park-no-parking-sign': {
      const way = createWay('north', 'straight', 'outer');
      const pause = { along: way.curveEnd + 12, seconds: 1e6 };
      return { model: fourWheels, way, intent: act, along: 75, lateral: 0.8, wished: 9, pause };
    }
    case 'three-passengers':
      return {
        ...{ model: 'motorbike', way: createWay('south', 'straight', 'outer'), intent: act },
        ...{ along: 50, wished: 7, wish: { riders: random.pick([3, 4]), bareHead: 0.7 } },
      };
    case 'speed':
      return {
        model: fourWheels,
        way: createWay('south', 'straight', 'inner'),
        intent: act,
        along: 2,
        wished: 21,
        speed: 19,
      };
    case 'emergency-vehicle':
      // Between the lanes: cars keep to theirs, two-wheelers make way.
      return {
        ...{ model: 'ambulance', way: createWay('south', 'straight', 'outer'), intent: act },
        ...{ along: 40, lateral: -0.9, wished: 9, speed: 8 },
      };
  }
}
