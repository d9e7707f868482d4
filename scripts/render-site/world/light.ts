import { Random } from './random.ts';

export type Condition = 'day' | 'low-sun' | 'overcast' | 'rain' | 'dusk' | 'night' | 'infrared';
export const conditions: readonly Condition[] = [
  'day',
  'low-sun',
  'overcast',
  'rain',
  'dusk',
  'night',
  'infrared',
];

/** Weather and light: what changes a picture without changing the truth. */
export interface Lighting {
  condition: Condition | 'indoor';
  /** Height and bearing of the sun (or the moon), degrees. */
  elevation: number;
  azimuth: number;
  /** Strength of the sun and of the sky. */
  sun: number;
  sky: number;
  sunColour: string;
  haze: string;
  /** Metres at which haze swallows everything. */
  sight: number;
  exposure: number;
  headlights: boolean;
  wet: boolean;
}

type Usual = Omit<Lighting, 'condition' | 'azimuth'>;
const clear: Usual = {
  ...{ elevation: 52, sun: 2.7, sky: 1.35, sunColour: '#fff1da', haze: '#c3d3df', sight: 320 },
  ...{ exposure: 0.92, headlights: false, wet: false },
};
const usual: Record<Condition, Usual> = {
  day: clear,
  'low-sun': { ...clear, elevation: 13, sun: 3, sky: 0.9, sunColour: '#ffd3a0', haze: '#d8c7ae', sight: 240 },
  overcast: { ...clear, sun: 0.35, sky: 2.1, haze: '#c6cbce', sight: 240 },
  rain: { ...clear, sun: 0.15, sky: 1.6, haze: '#a5abb0', sight: 120, wet: true, headlights: true },
  dusk: {
    ...clear,
    elevation: 6,
    sun: 0.35,
    sky: 0.62,
    sunColour: '#ff9d6b',
    haze: '#6d6a7c',
    sight: 220,
    headlights: true,
  },
  night: {
    ...clear,
    elevation: 40,
    sun: 0.05,
    sky: 0.15,
    sunColour: '#8fa4d8',
    haze: '#0d1016',
    sight: 260,
    exposure: 1.25,
    headlights: true,
  },
  infrared: {
    ...clear,
    elevation: 40,
    sun: 0.03,
    sky: 0.1,
    sunColour: '#ffffff',
    haze: '#08090a',
    sight: 180,
    exposure: 1.6,
    headlights: true,
  },
};

/** Under a roof there is no sun: rooms bring their own lamps. */
export const indoorLight: Lighting = {
  ...{
    condition: 'indoor',
    elevation: 80,
    azimuth: 180,
    sun: 0,
    sky: 1,
    sunColour: '#ffffff',
    haze: '#ffffff',
  },
  ...{ sight: 100, exposure: 0.86, headlights: false, wet: false },
};

/** The light of a condition; the sun's bearing and small things come from the seed. */
export function createLighting(condition: Condition, seed: number): Lighting {
  const random = new Random(seed * 911 + 13);
  const { elevation, ...rest } = usual[condition];
  return {
    condition,
    ...rest,
    elevation: elevation * random.between(0.9, 1.1),
    azimuth: random.between(60, 300),
  };
}
