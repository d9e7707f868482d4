import type { Ground } from '../world/path.ts';
import type { Prop } from '../world/props.ts';

/**
 * A one-stop hall: a room with four counters along its north wall, seats in three rows before them, a lane for the
 * queue of the last counter, the entrance in the south wall and the staff's door in the east wall. Metres.
 */
export const room = {
  halfWidth: 6.6,
  halfDepth: 5.6,
  height: 3.3,
  /** Front and back of the desks. */
  desk: { front: 2.6, back: 3.3, height: 1.08, low: 0.76 },
  /** Staff walk between the chairs and the cabinets. */
  aisle: 4.75,
  /** Citizens walk between the seats and the counters. */
  corridor: 0.75,
  entrance: { x: 4.9, width: 1.9 },
  staffDoor: { s: 4.75, width: 0.95 },
  machine: { x: 6.2, s: -4.2 },
} as const;

export interface Counter {
  id: string;
  x: number;
  /** Those with a number wait on the seats, the others in the lane. */
  serves: 'tickets' | 'queue';
  title: string;
}

export const counters: readonly Counter[] = [
  { id: 'counter-1', x: -3.9, serves: 'tickets', title: 'ĐẤT ĐAI - XÂY DỰNG' },
  { id: 'counter-2', x: -1.3, serves: 'tickets', title: 'HỘ TỊCH - TƯ PHÁP' },
  { id: 'counter-3', x: 1.3, serves: 'tickets', title: 'KINH DOANH - THUẾ' },
  { id: 'counter-4', x: 3.9, serves: 'queue', title: 'TRẢ KẾT QUẢ' },
];

/** Where staff sit, and where citizens sit to be served. */
export const staffSeat = ({ x }: Counter): Ground => [x, 3.74];
export const citizenSeat = ({ x, serves }: Counter): Ground => [x, serves === 'tickets' ? 1.95 : 2.12];

const ROWS = [-0.9, -2.2, -3.5] as const;
const FIRST_SEAT = -4.6;
const SEAT_M = 0.62;
const SEATS_A_ROW = 10;

/** The seats, row by row from the front; all look north. */
export const seats: readonly Ground[] = ROWS.flatMap((s) =>
  Array.from({ length: SEATS_A_ROW }, (_, index): Ground => [FIRST_SEAT + index * SEAT_M, s]),
);

/** Places of the queue, the first one first. */
export const queuePlaces: readonly Ground[] = Array.from({ length: 7 }, (_, index): Ground => [
  3.9,
  0.95 - index * 0.72,
]);

/** A part of the floor that alerts are about. */
export interface HallZone {
  id: string;
  kind: 'staff-side' | 'citizen-side' | 'seats' | 'queue' | 'hall';
  polygon: Ground[];
  /** Where a person's box ends in the picture, when a desk hides the feet: a polygon so many metres up. */
  shown?: { polygon: Ground[]; up: number };
}

export const hallZones: readonly HallZone[] = [
  ...counters.map(({ id, x }): HallZone => ({
    ...{ id: `${id}-staff`, kind: 'staff-side' },
    polygon: rectangle([x - 1.15, x + 1.15], [room.desk.back, 4.45]),
    shown: { polygon: rectangle([x - 1.2, x + 1.2], [2.95, 4.5]), up: room.desk.low },
  })),
  ...counters.map(({ id, x }): HallZone => ({
    ...{ id: `${id}-citizen`, kind: 'citizen-side' },
    polygon: rectangle([x - 1.1, x + 1.1], [1.4, room.desk.front]),
  })),
  { id: 'seats', kind: 'seats', polygon: rectangle([-5, 1.4], [-3.9, -0.5]) },
  { id: 'queue', kind: 'queue', polygon: rectangle([3.4, 4.4], [-3.8, 1.35]) },
  {
    ...{ id: 'hall', kind: 'hall' },
    polygon: rectangle([-room.halfWidth, room.halfWidth], [-room.halfDepth, room.halfDepth]),
  },
];

/** Whoever comes in or leaves passes here, a step inside the doors. */
export const entranceEnds: readonly [Ground, Ground] = [
  [room.entrance.x - 1.2, -room.halfDepth + 0.6],
  [room.entrance.x + 1.2, -room.halfDepth + 0.6],
];

function rectangle(
  [left, right]: readonly [number, number],
  [near, far]: readonly [number, number],
): Ground[] {
  return [
    [left, near],
    [right, near],
    [right, far],
    [left, far],
  ];
}

/** What stands on the floor and may hide people, in pieces small enough to be sorted by their distance. */
export function hallProps(): Prop[] {
  const block = (
    x: number,
    s: number,
    size: readonly [number, number],
    up: readonly [number, number],
  ): Prop => ({
    ...{ kind: 'furniture', x, s, size, up, heading: 0 },
  });
  const { desk, machine } = room;
  const middle = (desk.front + desk.back) / 2;
  return [
    ...counters.flatMap((counter) => {
      const { x, serves } = counter;
      const [, staffS] = staffSeat(counter);
      const [, citizenS] = citizenSeat(counter);
      return [
        ...[-0.87, 0, 0.87].map((aside) =>
          block(x + aside, middle, [0.87, desk.back - desk.front], [0, desk.low]),
        ),
        ...[-1, 1].map((side) =>
          block(x + side * 1.1, desk.front + 0.15, [0.4, 0.3], [desk.low, desk.height]),
        ),
        // The screen, the back of the chair of who works there, and that of who is served sitting.
        block(x + 0.55, 3.12, [0.5, 0.08], [desk.low, desk.low + 0.46]),
        block(x, staffS + 0.28, [0.44, 0.08], [0.5, 1.02]),
        block(x, staffS, [0.46, 0.46], [0.38, 0.47]),
        ...(serves === 'tickets'
          ? [
              block(x, citizenS - 0.26, [0.42, 0.06], [0.5, 0.88]),
              block(x, citizenS, [0.46, 0.46], [0.38, 0.47]),
            ]
          : []),
      ];
    }),
    ...seats.flatMap(([x, s]) => [
      block(x, s - 0.27, [0.56, 0.1], [0.46, 0.88]),
      block(x, s, [0.56, 0.46], [0.36, 0.46]),
    ]),
    block(machine.x, machine.s, [0.5, 0.4], [0, 1.4]),
    ...plants.map(({ x, s, height }) => block(x, s, [0.5, 0.5], [0, height])),
  ];
}

export const plants = [
  { x: 6.1, s: -1.6, height: 1.5 },
  { x: -6.1, s: 2, height: 1.7 },
  { x: 6.2, s: 2.2, height: 1.4 },
] as const;
