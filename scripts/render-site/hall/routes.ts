import type { Ground } from '../world/path.ts';
import { citizenSeat, room, staffSeat, type Counter } from './room.ts';

/** Ways through the hall that go around its furniture; the aisles beside the seats are one-way, so that few meet. */
const NORTHWARDS = 2.75;
const SOUTHWARDS = 1.95;
const WEST = -5.6;
const { corridor, entrance, halfDepth, aisle, halfWidth } = room;

export const doorway: Ground = [entrance.x + 0.45, -halfDepth - 0.5];
export const outside: Ground = [entrance.x - 0.5, -halfDepth - 0.5];
export const staffDoor: Ground = [halfWidth + 0.4, aisle];
/** Places before the ticket machine, the one in front first. */
export const machinePlaces: readonly Ground[] = [
  [5.55, -4.2],
  [5.6, -3.5],
  [5.6, -2.85],
];

/** Where one walks along a row of seats. */
const laneOf = ([, s]: Ground) => s + 0.72;

export function toSeat(seat: Ground): Ground[] {
  const lane = laneOf(seat);
  return [[4.4, -4.2], [NORTHWARDS, -4.1], [NORTHWARDS, lane], [seat[0], lane], seat];
}

export function toQueue(place: Ground): Ground[] {
  return [[4.9, -5], [4, -4.3], place];
}

export function seatToCounter(seat: Ground, counter: Counter): Ground[] {
  const lane = laneOf(seat);
  const isFront = lane > -0.5;
  const side = seat[0] < -1.8 ? WEST : NORTHWARDS;
  const { x } = counter;
  return [
    [seat[0], lane],
    ...(isFront
      ? []
      : ([
          [side, lane],
          [side, corridor],
        ] satisfies Ground[])),
    [x - 0.6, corridor],
    [x - 0.55, 1.75],
    citizenSeat(counter),
  ];
}

export function queueToCounter(counter: Counter): Ground[] {
  return [citizenSeat(counter)];
}

export function seatToExit(seat: Ground): Ground[] {
  const lane = laneOf(seat);
  return [[seat[0], lane], [SOUTHWARDS, lane], ...exit];
}

export function counterToExit({ x, serves }: Counter): Ground[] {
  if (serves === 'queue') return [[x + 0.9, 1.6], [x + 0.95, -4.6], outside];
  return [[x + 0.6, 1.75], [x + 0.65, 1.1], [SOUTHWARDS, 0.3], ...exit];
}

export function queueToExit([x, s]: Ground): Ground[] {
  return [[x - 0.7, s], [3, -4.4], [4.3, -4.9], outside];
}

const exit: readonly Ground[] = [[SOUTHWARDS, -4.7], [4.2, -5], outside];

export function toStaffSeat(counter: Counter): Ground[] {
  const [x, s] = staffSeat(counter);
  return [
    [x + 0.6, aisle],
    [x + 0.55, s + 0.1],
    [x, s],
  ];
}

export function fromStaffSeat(counter: Counter): Ground[] {
  const [x, s] = staffSeat(counter);
  return [[x + 0.55, s + 0.1], [x + 0.65, aisle], staffDoor];
}

/** Someone at night: in, along the counters, behind them, and about. */
export const nightRound: readonly Ground[] = [
  ...([
    [4.9, -4.5],
    [NORTHWARDS, -4],
    [NORTHWARDS, corridor],
    [-1, corridor],
    [-5.4, 1],
  ] satisfies Ground[]),
  ...([
    [-5.6, -2.5],
    [-3, -4.6],
    [1.8, -4.6],
    [2.5, 0.5],
    [5.6, 1.4],
    [5.7, aisle],
  ] satisfies Ground[]),
  ...([
    [1, aisle],
    [5.7, aisle],
    [5.5, -3],
  ] satisfies Ground[]),
];
