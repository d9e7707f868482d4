import type { SceneConfig } from '@vamco/contracts';
import { project } from './project.ts';
import { junction, road, type SiteCamera } from './site.ts';

type Point = [number, number];

/** A rectangle of ground, metres: x from–to, s from–to. */
export interface Ground {
  x: [number, number];
  s: [number, number];
}

export const lanes = {
  away: { x: [0.3, road.halfWidth], s: [-2, 48] },
  come: { x: [-road.halfWidth, -0.3], s: [-2, 48] },
  side: {
    x: [road.halfWidth + 0.6, road.halfWidth + 16],
    s: [road.side.s - road.side.halfWidth, road.side.s + road.side.halfWidth],
  },
} satisfies Record<string, Ground>;

/** The scene that fits a camera exactly: every line and zone is projected from the ground, none is drawn by hand. */
export function sceneOf(camera: SiteCamera): object {
  const y = road.countLine;
  return {
    scene: {
      lines: [
        {
          id: 'count-main',
          kind: 'count',
          from: point(camera, -road.halfWidth, y),
          to: point(camera, road.halfWidth, y),
          forward: heading(camera, 2, 10, 30),
        },
      ],
      zones: [
        {
          id: 'lane-away',
          kind: 'lane',
          polygon: outline(camera, lanes.away),
          direction: heading(camera, 4, 0, 40),
        },
        {
          id: 'lane-come',
          kind: 'lane',
          polygon: outline(camera, lanes.come),
          direction: heading(camera, -4, 40, 0),
        },
        {
          id: 'side-street',
          kind: 'no-entry',
          polygon: outline(camera, lanes.side),
          classes: ['car', 'motorbike', 'bus', 'truck'],
        },
      ],
      ground: {
        points: [
          [-8, 2],
          [8, 2],
          [-8, 40],
          [8, 40],
        ].map(([x = 0, s = 0]) => [...point(camera, x, s), x, s]),
      },
    },
  };
}

/** The scene of the signalled crossing: its stop line and the lamps of its head. */
export function junctionSceneOf(camera: SiteCamera): SceneConfig {
  const { x, s, height, lamp } = junction.head;
  const lampBox = (place: number) => {
    const middle = height - place * lamp;
    const [left, top] = point(camera, x - lamp / 2, s, middle + lamp / 2);
    const [right, bottom] = point(camera, x + lamp / 2, s, middle - lamp / 2);
    return [left, top, right - left, bottom - top].map(round);
  };
  return {
    signals: [{ id: 'main', lamps: { red: lampBox(0), yellow: lampBox(1), green: lampBox(2) } }],
    lines: [
      {
        id: 'stop',
        kind: 'stop-line',
        from: point(camera, 0.1, junction.stopLine),
        to: point(camera, road.halfWidth, junction.stopLine),
        forward: heading(camera, 4, 10, 30),
        signal: 'main',
      },
    ],
    zones: [],
    regions: [],
  };
}

/** The polygon of a ground rectangle, cut at the edge of the picture. */
function outline(camera: SiteCamera, { x, s }: Ground): Point[] {
  const corners: Point[] = [
    [x[0], s[0]],
    [x[1], s[0]],
    [x[1], s[1]],
    [x[0], s[1]],
  ];
  // Straight lines stay straight, but a corner outside the picture must not bend the others: walk the edges.
  return corners.flatMap(([cx, cs], index) => {
    const [nx, ns] = corners[(index + 1) % corners.length] ?? [cx, cs];
    return Array.from({ length: 6 }, (_, step) =>
      point(camera, cx + ((nx - cx) * step) / 6, cs + ((ns - cs) * step) / 6),
    );
  });
}

function point(camera: SiteCamera, x: number, s: number, y = 0): Point {
  const seen = project(camera, x, y, s);
  if (seen === undefined) throw new RangeError(`the ground at x ${x} m, s ${s} m lies behind the camera`);
  return [unit(seen.u / camera.width), unit(seen.v / camera.height)];
}

function heading(camera: SiteCamera, x: number, from: number, to: number): Point {
  const [a, b] = [point(camera, x, from), point(camera, x, to)];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return [round((b[0] - a[0]) / length), round((b[1] - a[1]) / length)];
}

const unit = (value: number) => round(Math.min(1, Math.max(0, value)));
const round = (value: number) => Math.round(value * 1e4) / 1e4;
