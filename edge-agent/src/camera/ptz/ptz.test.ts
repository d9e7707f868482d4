import { describe, expect, test } from 'vitest';
import { PresetWatch, type PresetState } from './preset-watch.ts';
import { Tour } from './tour.ts';

const home = { pan: 0, tilt: 0, zoom: 0 };
const gate = { pan: 0.5, tilt: 0.1, zoom: 0.2 };
const known = [
  { token: '1', name: 'home', position: home },
  { token: '2', name: 'gate', position: gate },
];
const wanted = [
  { id: 'home', token: '1' },
  { id: 'gate', token: '2' },
];

describe('at which preset a head stands', () => {
  test('only when it stands there, and has settled', () => {
    const watch = new PresetWatch(wanted, known);
    const reports = [
      { position: home, moving: false },
      { position: home, moving: false },
      { position: home, moving: false },
      { position: { pan: 0.2, tilt: 0, zoom: 0 }, moving: true },
      { position: gate, moving: false },
      { position: gate, moving: false },
      { position: gate, moving: false },
      { position: gate, moving: false },
    ];
    const states = reports.map((report, second) => watch.see(report, second));
    expect(states.map(({ at }) => at)).toEqual([
      undefined,
      undefined,
      'home',
      undefined,
      undefined,
      undefined,
      undefined,
      'gate',
    ]);
  });

  test('a place that is no preset is none, however still it is', () => {
    const watch = new PresetWatch(wanted, known);
    const lost = { position: { pan: 0.3, tilt: 0, zoom: 0 }, moving: false };
    expect([0, 1, 2, 3].map((second) => watch.see(lost, second)).at(-1)).toEqual({
      at: undefined,
      why: 'unknown-preset',
    });
  });

  test('a head that never says that it moves is caught by its position', () => {
    const watch = new PresetWatch(wanted, known);
    for (const second of [0, 1, 2, 3]) watch.see({ position: home }, second);
    expect(watch.see({ position: { ...home, pan: 0.05 } }, 4).at).toBeUndefined();
  });

  test('a head without positions is believed to be where we sent it, until it moves by itself', () => {
    const watch = new PresetWatch(wanted, []);
    watch.sent('gate');
    watch.see({ moving: true }, 0);
    for (const second of [1, 2]) watch.see({ moving: false }, second);
    expect(watch.see({ moving: false }, 3)).toEqual({ at: 'gate' });
    watch.see({ moving: true }, 4);
    for (const second of [5, 6]) watch.see({ moving: false }, second);
    expect(watch.see({ moving: false }, 7).at).toBeUndefined();
  });
});

describe('a tour', () => {
  const stops = [
    { preset: 'home', dwellS: 10 },
    { preset: 'gate', dwellS: 5 },
  ];
  const moving: PresetState = { at: undefined, why: 'moving' };

  test('goes round and dwells', () => {
    const tour = new Tour(stops, 60);
    expect(tour.next(moving, 0)).toBe('home');
    expect(tour.next({ at: 'home' }, 3)).toBeUndefined();
    expect(tour.next({ at: 'home' }, 12)).toBeUndefined();
    expect(tour.next({ at: 'home' }, 13)).toBe('gate');
    expect(tour.next(moving, 14)).toBeUndefined();
    expect(tour.next({ at: 'gate' }, 16)).toBeUndefined();
    expect(tour.next({ at: 'gate' }, 21)).toBe('home');
  });

  test('stops when a person takes the camera, and goes on when it has been left alone', () => {
    const tour = new Tour(stops, 60);
    tour.next({ at: 'home' }, 0);
    tour.next({ at: 'home' }, 1);
    expect(tour.next(moving, 5)).toBeUndefined();
    expect(tour.taken).toBe(true);
    expect(tour.next(moving, 40)).toBeUndefined();
    expect(tour.next({ at: undefined, why: 'unknown-preset' }, 99)).toBeUndefined();
    expect(tour.next({ at: undefined, why: 'unknown-preset' }, 100)).toBe('home');
    expect(tour.taken).toBe(false);
  });

  test('gives way to a person who stops the head on its way', () => {
    const tour = new Tour(stops, 60);
    tour.next({ at: 'gate' }, 0);
    expect(tour.next({ at: undefined, why: 'unknown-preset' }, 12)).toBeUndefined();
    expect(tour.taken).toBe(true);
  });
});
