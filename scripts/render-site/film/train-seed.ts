import { masts, type SiteCamera } from '../camera/camera.ts';
import { see, type SeenActor } from '../camera/see.ts';
import { approach, underCeiling, vary } from '../camera/vary.ts';
import { aimed } from '../hall/fault.ts';
import { corners } from '../hall/hall-clip.ts';
import { Hall } from '../hall/hall.ts';
import { planOf } from '../hall/plan.ts';
import { hallProps } from '../hall/room.ts';
import type { StageOrder } from '../page/page.ts';
import { STEP_S, type ActorState, type View, type WorldState } from '../world/actor.ts';
import { conditions, createLighting, indoorLight } from '../world/light.ts';
import { createProps } from '../world/props.ts';
import { Random } from '../world/random.ts';
import { lawful } from '../world/rates.ts';
import { cycleS, usualPlan } from '../world/signal-plan.ts';
import { streetFurniture } from '../world/street-furniture.ts';
import { Traffic } from '../world/traffic.ts';
import { dressed } from '../world/wear.ts';

const SHOTS = 8;
/** Of riders: the setting costs most. */
const RIDERS_SHOTS = 24;
const STEPS_BETWEEN = 22;
/** Part of the junction's seeds that look at motorbikes from near, or with a long lens. */
const NEAR = 0.42;
/** Part of the near motorbikes of `riders` whose riders stay as clips show them. */
const AS_IN_CLIPS = 0.25;
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

/** `train` is everything that a box may see, `riders` motorbikes from near alone. */
export const trainSets = ['train', 'riders'] as const;
export type TrainSet = (typeof trainSets)[number];

/** Every fourth seed is the hall; the order turns every eight, for a split by the last digits has some of both. */
export const isHall = (seed: number, set: TrainSet = 'train'): boolean =>
  set === 'train' && (seed + Math.floor(seed / 8)) % 4 === 3;

export const trainSeed = (seed: number, set: TrainSet = 'train'): TrainSeed =>
  isHall(seed, set) ? hallSeed(seed) : junctionSeed(seed, set);

function junctionSeed(seed: number, set: TrainSet): TrainSeed {
  const random = new Random(seed * 7919 + 17);
  const mast = random.pick(Object.values(masts));
  const usual = vary(mast, random);
  const near = new Random(seed * 15_731 + 789);
  const isNear = near.next() < NEAR || set === 'riders';
  const camera = isNear ? approach(mast, near) : usual;
  const condition = conditions[seed % conditions.length] ?? 'day';
  const props = createProps(seed);
  const hiding = [...props, ...streetFurniture()];
  const usualSignal = { ...usualPlan, offsetS: random.between(0, cycleS(usualPlan)) };
  const [bare, crowded] = set === 'riders' ? [0.4, 0.2] : [0.25, 0.12];
  const breach = {
    ...{ 'red-light': 0.2, 'stop-line': 0.2 },
    ...{ 'no-helmet-driver': bare, 'three-passengers': crowded },
  };
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
      const isWet = condition === 'rain';
      const dress = (actor: ActorState) =>
        set === 'riders' && staysAsInClips(actor, seed) ? actor : dressed(actor, seed, { isWet });
      for (let index = 0; index < (set === 'riders' ? RIDERS_SHOTS : SHOTS); index += 1) {
        for (let step = 0; step < STEPS_BETWEEN; step += 1) traffic.step();
        const { actors, heads } = traffic.state;
        const state = { heads, actors: actors.map(dress) };
        yield { state, seen: see(camera, state.actors, hiding) };
      }
    },
  };
}

const staysAsInClips = ({ id, look }: ActorState, seed: number): boolean =>
  look.model === 'motorbike' && new Random(seed * 69_621 + id * 40_014 + 7).next() < AS_IN_CLIPS;

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
