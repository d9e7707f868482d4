import { LAMP_SIDE, lampColours, lookAtLamp, type LampColour, type LampLooks } from './lamp.ts';

type Rgb = readonly [number, number, number];

/** A signal as a camera sees it. Defaults: a clear day, round lamps. */
export interface SignalView {
  lit: readonly LampColour[];
  /** Light on everything else: 0.05 is night, 1 full day. */
  daylight?: number;
  /** How far the light of a lit lamp spreads over its neighbours, 0..1. */
  bloom?: number;
  /** Low sun on the lenses: unlit ones glow in their colour, 0..1. */
  sun?: number;
  /** Something in front of the whole signal. */
  covered?: Rgb;
  /** Share of the region that an arrow or digit lights; a round lamp lights most. */
  filled?: number;
  noise?: number;
  /** No colours: infra-red night. */
  infrared?: boolean;
}

const light: Record<LampColour, Rgb> = { red: [255, 45, 35], yellow: [255, 175, 30], green: [20, 250, 170] };
const lens: Record<LampColour, Rgb> = { red: [70, 18, 16], yellow: [72, 56, 18], green: [16, 60, 44] };
const housing: Rgb = [30, 32, 30];

/** Draws the lamps of one frame; `random` gives 0..1. */
export function seenLamps(view: SignalView, random: () => number): LampLooks {
  const looks: LampLooks = {};
  lampColours.forEach((colour, index) => {
    const crop = new Uint8Array(LAMP_SIDE * LAMP_SIDE * 3);
    for (let pixel = 0; pixel < LAMP_SIDE * LAMP_SIDE; pixel += 1) {
      const x = ((pixel % LAMP_SIDE) + 0.5) / LAMP_SIDE - 0.5;
      const y = (Math.floor(pixel / LAMP_SIDE) + 0.5) / LAMP_SIDE - 0.5;
      const rgb = view.covered ?? shade(view, colour, index, x, y);
      const grey = rgb[0] * 0.3 + rgb[1] * 0.59 + rgb[2] * 0.11;
      rgb.forEach((value, channel) => {
        const noise = (random() - 0.5) * 2 * (view.noise ?? 6);
        crop[pixel * 3 + channel] = Math.max(
          0,
          Math.min(255, (view.infrared ? grey : value) + (view.infrared ? 0 : noise)),
        );
      });
    }
    looks[colour] = lookAtLamp(crop);
  });
  return looks;
}

function shade(view: SignalView, colour: LampColour, index: number, x: number, y: number): Rgb {
  const { lit, daylight = 0.8, bloom = 0.05, sun = 0, filled = 0.7 } = view;
  const radius = Math.hypot(x, y);
  const inLens = radius < 0.47;
  const base = (inLens ? lens[colour] : housing).map((value) => value * (0.25 + daylight));
  const sunlit = inLens ? light[colour].map((value) => value * 0.55 * sun) : [0, 0, 0];
  const glow = [0, 0, 0];
  for (const other of lit) {
    const distance = Math.abs(lampColours.indexOf(other) - index);
    const strength =
      distance === 0 ? (radius < 0.5 * Math.sqrt(filled) ? 1 : 0.25 + bloom * 0.5) : bloom / distance;
    // The core of a strong light burns out to white.
    const white = distance === 0 && radius < 0.2 * (1 + bloom) ? 0.6 : 0;
    light[other].forEach((value, channel) => {
      glow[channel] = (glow[channel] ?? 0) + strength * (value + (255 - value) * white);
    });
  }
  return [0, 1, 2].map((c) =>
    Math.min(255, (base[c] ?? 0) + (sunlit[c] ?? 0) + (glow[c] ?? 0)),
  ) as unknown as Rgb;
}
