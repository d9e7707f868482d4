/** How a clip of the hall goes: who works, who comes, what happens to the camera. Times are seconds of the clip. */
export interface HallPlan {
  seed: number;
  /** Doors are open: whoever is there after hours should not be. */
  open: boolean;
  /** When the doors opened; staff may come a little later. */
  opensS: number;
  /** Mean seconds between two who come. */
  arrivalS: number;
  /** Part of those who come that only pick up a result, and queue. */
  pickUp: number;
  /** Seconds someone waits before giving up. */
  patienceS: number;
  /** Seconds at a counter, shortest and longest. */
  serviceS: readonly [number, number];
  staff: readonly Shift[];
  /** Someone after hours, from when until when. */
  night?: { who: 'cleaner' | 'stranger'; from: number; to: number };
  fault?: { kind: CameraFault; from: number; to: number };
}

/** When the one at a counter comes; each absence is from–to. Before 0 is before the clip. */
export interface Shift {
  counter: number;
  comesS: number;
  away: readonly (readonly [from: number, to: number])[];
}

export type CameraFault = 'covered' | 'nudged' | 'blurred' | 'dark';

/** One second of a clip stands for so many of a real hall: waits and services are shorter, people walk as fast as ever. */
export const TIME_FACTOR = 20;

/** What is worth an alert, in minutes of a real hall. */
export const limits = {
  /** A counter is empty while someone waits for it. */
  unattendedMin: 2,
  /** Someone waits. */
  waitMin: 15,
  /** After opening staff have so long to come. */
  graceMin: 10,
  /** So many stand in the queue, for so long. */
  queue: 5,
  queueMin: 1,
} as const;

export type Scenario = 'usual' | 'unattended' | 'crowded' | 'after-hours' | CameraFault;
export const scenarios: readonly Scenario[] = [
  ...(['usual', 'unattended', 'crowded', 'after-hours', 'covered', 'nudged', 'blurred', 'dark'] as const),
];

const EVER = -1000;
const works = (counter: number, ...away: Shift['away']): Shift => ({ counter, comesS: EVER, away });

/** The plan of a scenario for a clip of `seconds`. */
export function planOf(scenario: Scenario, seed: number, seconds: number): HallPlan {
  const usual: HallPlan = {
    ...{ seed, open: true, opensS: EVER, arrivalS: 5, pickUp: 0.2, patienceS: 90, serviceS: [8, 18] },
    staff: [works(0), works(1), works(2), works(3)],
  };
  switch (scenario) {
    case 'usual':
      // A morning: one comes a little later than the doors open, one is away while nobody needs that counter.
      return {
        ...{ ...usual, opensS: -20, pickUp: 0 },
        staff: [
          works(0),
          { counter: 1, comesS: 2, away: [] },
          works(2),
          works(3, [seconds * 0.3, seconds * 0.6]),
        ],
      };
    case 'unattended':
      return {
        ...{ ...usual, arrivalS: 4 },
        staff: [
          works(0, [seconds * 0.5, seconds * 0.9]),
          works(1, [seconds * 0.12, seconds * 0.6]),
          works(2),
          works(3),
        ],
      };
    case 'crowded':
      return {
        ...{ ...usual, arrivalS: 2.4, pickUp: 0.35, patienceS: 75, serviceS: [14, 30] },
        staff: [works(0), works(1), works(2, [EVER, seconds * 0.8]), works(3, [-6, seconds * 0.3])],
      };
    case 'after-hours':
      return {
        ...{ ...usual, open: false, arrivalS: Infinity, staff: [] },
        night: { who: seed % 2 === 0 ? 'cleaner' : 'stranger', from: seconds * 0.15, to: seconds * 0.85 },
      };
    default:
      return { ...usual, fault: { kind: scenario, from: seconds * 0.35, to: seconds * 0.75 } };
  }
}
