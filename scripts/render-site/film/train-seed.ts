import { masts, type SiteCamera } from '../camera/camera.ts';
import { see, type SeenActor } from '../camera/see.ts';
import { approach, underCeiling, vary } from '../camera/vary.ts';
import { aimed } from '../hall/fault.ts';
import { corners } from '../hall/hall-clip.ts';
import { Hall } from '../hall/hall.ts';
import { planOf } from '../hall/plan.ts';
import { hallProps } from '../hall/room.ts';
import type { StageOrder } from '../page/page.ts';
import { STEP_S, type View, type WorldState } from '../world/actor.ts';
import { conditions, createLighting, indoorLight } from '../world/light.ts';
import { createProps } from '../world/props.ts';
import { Random } from '../world/random.ts';
import { lawful } from '../world/rates.ts';
import { cycleS, usualPlan } from '../world/signal-plan.ts';
import { streetFurniture } from '../world/street-furniture.ts';
import { Traffic } from '../world/traffic.ts';
import { dressed } from '../world/wear.ts';

const SHOTS = 8;
const STEPS_BETWEEN = 22;
/** Part of the junction's seeds that look at motorbikes from near, or with a long lens. */
const NEAR = 0.42;
/** Seconds of the hall over which its pictures are spread. */
const HALL_S = 48;
/** Faults that spoil pictures are left out; of the rest crowds teach most. */
const moments = ['usual', 'unattended', 'crowded', 'crowded', 'after-hours', 'nudged'] as const;

/** One moment: what is drawn, and who is seen. */
export interface Shot {
  state: WorldState;
  seen: SeenActor[];
}

export interface TrainSeed {
  order: Omit<StageOrder, 'atlas'>;
  /** Plays on from one to the next. */
  shots: () => Generator<Shot>;
}

/** Every fourth seed is the hall; the order turns every eight, for a split by the last digits has some of both. */
export const isHall = (seed: number): boolean => (seed + Math.floor(seed / 8)) % 4 === 3;

export const trainSeed = (seed: number): TrainSeed => (isHall(seed) ? hallSeed(seed) : junctionSeed(seed));

function junctionSeed(seed: number): TrainSeed {
  const random = new Random(seed * 7919 + 17);
  const mast = random.pick(Object.values(masts));
  const usual = vary(mast, random);
  const near = new Random(seed * 15_731 + 789);
  const isNear = near.next() < NEAR;
  const camera = isNear ? approach(mast, near) : usual;
  const condition = conditions[seed % conditions.length] ?? 'day';
  const props = createProps(seed);
  const hiding = [...props, ...streetFurniture()];
  const usualSignal = { ...usualPlan, offsetS: random.between(0, cycleS(usualPlan)) };
  const breach = { 'red-light': 0.2, 'stop-line': 0.2, 'no-helmet-driver': 0.25, 'three-passengers': 0.12 };
  const usualPart = { density: random.between(0.6, 1.6), bikes: random.between(0.4, 0.8) };
  // Who looks at the queue shall find one: the red is old or about to begin.
  const red = usualPlan.green.main + usualPlan.yellowS;
  const signal = isNear ? { ...usualPlan, offsetS: red + near.between(-5, 8) } : usualSignal;
  const { density, bikes } = isNear
    ? { density: near.between(1.1, 2), bikes: near.between(0.7, 0.95) }
    : usualPart;
  const traffic = new Traffic({ ...lawful, seed, signal, density, breach, bikes });
  return {
    order: { seed, camera, light: createLighting(condition, seed), props },
    *shots() {
      for (let index = 0; index < SHOTS; index += 1) {
        for (let step = 0; step < STEPS_BETWEEN; step += 1) traffic.step();
        const { actors, heads } = traffic.state;
        const state = {
          heads,
          actors: actors.map((actor) => dressed(actor, seed, { isWet: condition === 'rain' })),
        };
        yield { state, seen: see(camera, state.actors, hiding) };
      }
    },
  };
}

function hallSeed(seed: number): TrainSeed {
  const random = new Random(seed * 24_593 + 311);
  const camera: SiteCamera = underCeiling(corners.citizens, random);
  const plan = planOf(random.pick(moments), seed, HALL_S);
  const arrivalS = plan.arrivalS * random.between(0.7, 1.6);
  const props = hallProps();
  const light = { ...indoorLight, exposure: indoorLight.exposure * random.between(0.65, 1.3) };
  const hall = new Hall({ ...plan, arrivalS });
  return {
    order: { seed, camera, light, props, hall: { isLit: plan.open } },
    *shots() {
      const between = Math.round(HALL_S / SHOTS / STEP_S);
      for (let index = 0; index < SHOTS; index += 1) {
        for (let step = 0; step < between; step += 1) hall.step();
        const { actors, heads, calls, view } = hall.state;
        if (isBlind(view)) continue;
        const state = { actors, heads, ...(calls && { calls }), ...(view && { view }) };
        yield { state, seen: see(aimed(camera, view), actors, props, () => 0) };
      }
    },
  };
}

/** Nobody could say who is there. */
function isBlind(view: View | undefined): boolean {
  return view !== undefined && (view.covered > 0 || view.dark > 0.5 || view.blur > 6);
}
