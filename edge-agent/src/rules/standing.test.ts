import type { SceneConfig } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import { aScene } from '../../../tests/support/builders.ts';
import { lightsOf, play, toldOf } from '../../../tests/support/play.ts';
import { StreetCamera, type Metres } from '../../../tests/support/street.ts';
import type { Track } from '../track/track.ts';

const mast = new StreetCamera({ pitch: 20, height: 8, focal: 0.7 });
/** The lane along the kerb, from the mast up to so many metres, as the camera sees it. */
const laneTo = (north: number) =>
  [
    [2, 12],
    [6, 12],
    [6, north],
    [2, north],
  ].map(([e = 0, n = 0]) => mast.see([e, n]).map((value) => Math.min(1, Math.max(0, value))));
const kerb = laneTo(50);
const sceneOf = (parts: Partial<SceneConfig['zones'][number]>, ground: boolean) =>
  aScene({
    signals: [{ id: 'main', lamps: { red: [0, 0, 0.1, 0.1] } }],
    zones: [{ id: 'kerb', kind: 'no-stopping', polygon: kerb, ...parts }],
    rules: { 'park-no-parking-sign': { dwellS: 60 } },
    ...(ground && { ground: mast.ground() }),
  });
/** Comes, stands at `north` for so long, and goes on. */
const stops = (id: number, north: number, seconds: number, fromS = 0, east = 4) =>
  mast.drive({
    id,
    fromS,
    fps: 4,
    kmh: 30,
    way: [
      [east, 8],
      [east, north],
      [east, 56],
    ],
    stops: { 1: seconds },
  });
const passes = (id: number, fromS: number) =>
  mast.drive({
    id,
    fromS,
    fps: 4,
    kmh: 30,
    way: [
      [2.5, 8],
      [2.5, 56],
    ],
  });

describe.each([true, false])('standing (known ground: %s)', (ground) => {
  const run = (tracks: Track[], zone = {}, lights = lightsOf({})) =>
    toldOf(play(sceneOf(zone, ground), tracks, { lights }).hits);

  test('a stop is told after seconds, parking after its own dwell, the stop listed in it', () => {
    expect(run([stops(1, 24, 12)])).toEqual([]);
    expect(run([stops(1, 24, 40)])).toEqual(['stop-no-stopping-sign']);
    expect(run([stops(1, 24, 90)])).toEqual([
      'stop-no-stopping-sign',
      'park-no-parking-sign + stop-no-stopping-sign',
    ]);
  });

  test('who stops after another act that was graver is told of both', () => {
    const zones = [
      { id: 'kerb', kind: 'no-stopping' as const, polygon: kerb },
      { id: 'closed', kind: 'no-entry' as const, polygon: laneTo(20) },
    ];
    const scene = aScene({ zones, ...(ground && { ground: mast.ground() }) });
    expect(toldOf(play(scene, [stops(1, 34, 40)]).hits)).toEqual([
      'no-entry',
      'stop-no-stopping-sign + no-entry',
    ]);
  });

  test('where only parking is forbidden a stop is nothing', () => {
    const zone = { kind: 'no-parking' as const };
    expect(run([stops(1, 24, 40)], zone)).toEqual([]);
    expect(run([stops(1, 24, 90)], zone)).toEqual(['park-no-parking-sign']);
  });

  test('a queue that stands is no stopping', () => {
    expect(
      run(
        [stops(1, 34, 50), stops(2, 27, 48, 1.5), stops(3, 20, 46, 3)].slice(1).concat(stops(4, 34, 52)),
        {},
      ),
    ).not.toContain('park-no-parking-sign');
    // Only the foremost stands without anybody before it.
    const { hits } = play(sceneOf({}, ground), [
      stops(1, 34, 50),
      stops(2, 27, 48, 1.5),
      stops(3, 20, 46, 3),
    ]);
    expect(hits.map(({ track }) => track.id)).toEqual([1]);
  });

  test('who stands while others of its kind drive by does not queue, whoever stands ahead', () => {
    const flow = [10, 14, 18, 22].map((fromS, index) => passes(10 + index, fromS));
    const { hits } = play(sceneOf({}, ground), [stops(1, 30, 50), stops(2, 22, 48, 1.5), ...flow]);
    expect(hits.map(({ track }) => track.id).sort()).toEqual([1, 2]);
  });

  test('waiting for a light is no stopping, going on standing at green is', () => {
    const zone = { signal: 'main' };
    expect(run([stops(1, 24, 40)], zone, lightsOf({ main: [['red', -10]] }))).toEqual([]);
    expect(
      run(
        [stops(1, 24, 40)],
        zone,
        lightsOf({
          main: [
            ['red', -10],
            ['green', 8],
          ],
        }),
      ),
    ).toEqual(['stop-no-stopping-sign']);
  });

  test('somebody who passes in front for a moment does not end a stop', () => {
    const track = stops(1, 24, 40);
    const half = track.trajectory.map((point, index) =>
      index % 40 === 30 ? { ...point, at: [point.at[0] + point.width, point.at[1]] as const } : point,
    );
    expect(run([{ ...track, trajectory: half }])).toEqual(['stop-no-stopping-sign']);
  });
});

test('creeping in a jam is not standing', () => {
  const creep = mast.drive({
    id: 1,
    fps: 4,
    kmh: 2,
    way: [
      [4, 14],
      [4, 40],
    ] as Metres[],
  });
  expect(toldOf(play(sceneOf({}, true), [creep]).hits)).toEqual([]);
});
