import { Random } from './random.ts';

/**
 * Ground coordinates in metres: `x` to the right of the road's middle line, `s` along the road away from the
 * camera, `y` up. Right-hand traffic: vehicles at x > 0 drive away, those at x < 0 come.
 */
export const road = {
  halfWidth: 8.2,
  from: -14,
  to: 150,
  /** Middles of the lanes, by |x|. */
  innerLane: 2,
  outerLane: 5.4,
  /** Where a bold rider goes against the traffic, near the kerb. */
  kerbSide: 7.3,
  /** The one-way side street on the right, closed to vehicles from here. */
  side: { s: 27, halfWidth: 3.4, reach: 40 },
  /** Passages are counted here. */
  countLine: 15,
} as const;

/** A pedestrian crossing with a signal; both directions stop before it. */
export const junction = {
  stopLine: 17,
  stopLineCome: 25,
  zebra: { from: 18.5, to: 22.5 },
  /** Where the head stands that shows the vehicles that drive away what to do: beyond the crossing, on the right. */
  head: { x: 8.9, s: 24.5, height: 4.4, lamp: 0.4 },
} as const;

/** A pinhole camera on a mast. */
export interface SiteCamera {
  x: number;
  y: number;
  s: number;
  /** Degrees: downwards, to the right, and the vertical field of view. */
  pitch: number;
  yaw: number;
  fov: number;
  width: number;
  height: number;
}

/** Weather and light: what changes a picture without changing the truth. */
export interface Light {
  /** Height and bearing of the sun, degrees. */
  elevation: number;
  azimuth: number;
  sun: number;
  sky: number;
  haze: string;
}

export interface Site {
  seed: number;
  camera: SiteCamera;
  light: Light;
}

export const demoCamera: SiteCamera = {
  x: 1.5,
  y: 6.5,
  s: -9,
  pitch: 15.5,
  yaw: 4,
  fov: 40,
  width: 1280,
  height: 720,
};

/** The demo's site, or, with `vary`, another mast, lens and sky for every seed. */
export function createSite(seed: number, vary: boolean): Site {
  const random = new Random(seed * 7919 + 17);
  const light: Light = { elevation: 52, azimuth: 130, sun: 2.6, sky: 1.5, haze: '#c9d6df' };
  if (!vary) return { seed, camera: demoCamera, light };
  const overcast = random.next() < 0.35;
  const dusk = !overcast && random.next() < 0.25;
  const y = random.between(4.5, 9);
  return {
    seed,
    camera: {
      x: random.between(-6, 7),
      y,
      s: random.between(-12, -4),
      pitch: random.between(9, 12 + y * 1.6),
      yaw: random.between(-13, 13),
      fov: random.between(28, 58),
      width: 1280,
      height: 720,
    },
    light: {
      elevation: dusk ? random.between(8, 18) : random.between(28, 75),
      azimuth: random.between(20, 340),
      sun: overcast ? 0.25 : dusk ? 1.4 : random.between(1.8, 3.2),
      sky: overcast ? random.between(1.6, 2.4) : dusk ? 0.55 : random.between(1, 1.8),
      haze: overcast ? '#c4c9cc' : dusk ? '#8d7f7a' : '#c9d6df',
    },
  };
}
