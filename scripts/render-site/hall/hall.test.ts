import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadScene } from '../../../edge-agent/src/config/load-site.ts';
import type { Truth } from '../../../tests/support/truth.ts';
import { produce } from '../film/production.ts';
import type { ActorState } from '../world/actor.ts';
import { isInside } from '../world/path.ts';
import { corners, hallClip } from './hall-clip.ts';
import { hallSceneOf } from './hall-scene.ts';
import { Hall, type HallState } from './hall.ts';
import { planOf, scenarios, type Scenario } from './plan.ts';
import { counters, hallZones } from './room.ts';
import type { Visitor } from './visitor.ts';

const FPS = 12.5;

function statesOf(scenario: Scenario, seed: number, seconds: number): HallState[] {
  const hall = new Hall(planOf(scenario, seed, seconds));
  return Array.from({ length: seconds * FPS }, () => {
    // Visitors go on living: what they do now is kept.
    const { state } = hall;
    const kept = { ...state, visitors: state.visitors.map((visitor) => ({ ...visitor })) };
    hall.step();
    return kept;
  });
}

function truthOf(
  scenario: Scenario,
  seed: number,
  seconds = 24,
  corner: keyof typeof corners = 'citizens',
): Truth {
  const { frame, finish } = produce(hallClip('clip', corner, scenario, seed, { seconds }));
  for (let index = 0; index < seconds * FPS; index += 1) frame(index);
  return finish();
}

test('the same seed gives the same truth, another seed another', () => {
  const [once, again, other] = [5, 5, 6].map((seed) => truthOf('unattended', seed, 8));
  expect(JSON.stringify(again)).toBe(JSON.stringify(once));
  expect(other?.visits).not.toEqual(once?.visits);
});

test.each(scenarios)('%s: nobody stands in two places, two never in one, nobody jumps', (scenario) => {
  const wrong: string[] = [];
  let before = new Map<number, ActorState>();
  for (const { actors, t } of statesOf(scenario, 4, 40)) {
    const now = new Map(actors.map((actor) => [actor.id, actor]));
    if (now.size !== actors.length) wrong.push(`${t} s: someone is there twice`);
    for (const one of actors) {
      for (const other of actors) {
        const least = [one, other].every(({ look }) => look.model === 'person') ? 0.4 : 0.05;
        if (one.id < other.id && apart(one, other) < least) wrong.push(`${t} s: ${one.id} on ${other.id}`);
      }
      if (apart(before.get(one.id) ?? one, one) > 0.5) wrong.push(`${t} s: ${one.id} jumps`);
    }
    before = now;
  }
  expect(wrong).toEqual([]);
});

const apart = (a: ActorState, b: ActorState) => Math.hypot(a.x - b.x, a.s - b.s);

test.each([
  ['unattended', 7, 26],
  ['crowded', 7, 26],
  ['usual', 7, 26],
] as const)(
  '%s %i: a counter is unattended exactly while its staff is away and someone waits',
  (name, seed, seconds) => {
    const { alerts } = truthOf(name, seed, seconds);
    const states = statesOf(name, seed, seconds);
    for (const [index, { id, serves }] of counters.entries()) {
      const zone = hallZones.find((one) => one.id === `${id}-staff`)?.polygon ?? [];
      const isSo = states.map(({ actors, visitors, t }) => {
        const isEmpty = !actors.some(({ x, s }) => isInside(zone, [x, s]));
        const waits = visitors.some((one) => waitsAt(one, index, serves));
        // Ten minutes after opening staff must be there: 30 s of a clip, and the usual day opens 20 s before it.
        return isEmpty && waits && (name !== 'usual' || t >= 10);
      });
      const told = states.map((_, frame) => {
        const t = Math.round((frame / FPS) * 100) / 100;
        return alerts.some(
          ({ alert, place, start, end }) =>
            alert === 'counter-unattended' && place === id && t >= start && t <= end,
        );
      });
      // Shorter than two minutes of a real hall is no alert.
      expect(told, id).toEqual(longStretches(isSo, 6 * FPS));
    }
  },
);

test('counters left alone are told in the scenario that is about them', () => {
  const places = truthOf('unattended', 7, 26).alerts.map(({ place }) => place);
  expect(places).toContain('counter-1');
  expect(places).toContain('counter-2');
});

function waitsAt(
  { doing, counter, waitsSinceS }: Visitor,
  index: number,
  serves: 'tickets' | 'queue',
): boolean {
  if (doing === 'at-counter') return counter === index;
  return doing === (serves === 'queue' ? 'queueing' : 'waiting') && waitsSinceS !== undefined;
}

/** Only the stretches of `true` that last at least so many frames. */
function longStretches(flags: boolean[], least: number): boolean[] {
  return flags.map((flag, index) => {
    if (!flag) return false;
    let [from, to] = [index, index];
    while (flags[from - 1]) from -= 1;
    while (flags[to + 1]) to += 1;
    return to - from >= least;
  });
}

test('a usual day has no alert, though one comes late and one is away while nobody needs that counter', () => {
  const { alerts, frames, visits } = truthOf('usual', 600, 40);
  expect(alerts).toEqual([]);
  expect(frames.some(({ zones }) => !zones?.['counter-4-staff'])).toBe(true);
  expect(visits.filter(({ servedS }) => servedS !== undefined).length).toBeGreaterThan(3);
});

test('a crowded hall has a long queue, long waits and people who give up', () => {
  const { alerts, visits } = truthOf('crowded', 602, 50);
  expect(new Set(alerts.map(({ alert }) => alert))).toEqual(
    new Set(['counter-unattended', 'queue-long', 'wait-long']),
  );
  expect(visits.some(({ counter, leftS }) => counter === '' && leftS !== undefined)).toBe(true);
  for (const { cameS, servedS = cameS, leftS = Infinity } of visits) {
    expect(servedS).toBeGreaterThanOrEqual(cameS);
    expect(leftS).toBeGreaterThan(servedS);
  }
});

test('somebody at night is an alert from the door to the door', () => {
  const { alerts, frames } = truthOf('after-hours', 604);
  const [alert] = alerts;
  const there = frames.filter(({ zones }) => zones?.['hall'] === 1).map(({ t }) => t);
  expect(alerts).toHaveLength(1);
  expect(alert).toMatchObject({ alert: 'after-hours', place: 'hall', start: there[0], end: there.at(-1) });
});

test('whoever comes or leaves during the clip passes the entrance once each way', () => {
  const { passages, visits, seconds } = truthOf('unattended', 7, 26);
  const cameIn = visits.filter(({ cameS }) => cameS > 0 && cameS < seconds - 3);
  const left = visits.filter(({ leftS }) => leftS !== undefined && leftS > 1);
  const tracks = (direction: string) =>
    passages.filter((passage) => passage.direction === direction).map(({ track }) => track);
  expect(cameIn.length).toBeGreaterThan(2);
  expect(tracks('forward')).toEqual(expect.arrayContaining(cameIn.map(({ person }) => person)));
  expect(tracks('backward')).toEqual(expect.arrayContaining(left.map(({ person }) => person)));
  for (const direction of ['forward', 'backward'])
    expect(new Set(tracks(direction)).size).toBe(tracks(direction).length);
});

test('under a cloth nobody is to be found, before and after it everybody is', () => {
  const { alerts, frames } = truthOf('covered', 605);
  expect(alerts).toMatchObject([{ alert: 'camera-covered' }]);
  const [{ start, end } = { start: 0, end: 0 }] = alerts;
  const seen = (from: number, to: number) =>
    frames.filter(({ t }) => t >= from && t <= to).map(({ objects }) => objects.length);
  expect(Math.max(...seen(start + 0.5, end - 0.5))).toBe(0);
  expect(Math.min(...seen(0, start - 1))).toBeGreaterThan(0);
  expect(Math.min(...seen(end + 1, Infinity))).toBeGreaterThan(0);
});

test('a nudged camera sees the same people elsewhere, a blurred one where they are', () => {
  const [nudged, blurred] = [truthOf('nudged', 606), truthOf('blurred', 606)];
  const start = nudged.alerts.find(({ alert }) => alert === 'camera-moved')?.start ?? NaN;
  expect(blurred.alerts.map(({ alert }) => alert)).toEqual(['camera-blurred']);
  const rows = ({ frames }: Truth, t: number) => frames[Math.round(t * FPS)]?.objects;
  expect(rows(nudged, start - 1)).toEqual(rows(blurred, start - 1));
  expect(rows(nudged, start + 2)).not.toEqual(rows(blurred, start + 2));
});

test.each(Object.keys(corners) as (keyof typeof corners)[])('corner %s: scene and places fit', (corner) => {
  const folder = mkdtempSync(join(tmpdir(), 'vamco-hall-'));
  try {
    const file = join(folder, 'scene.yaml');
    writeFileSync(file, stringify(hallSceneOf(corners[corner])));
    expect(loadScene(file)).toMatchObject({ value: { lines: [{ id: 'entrance', kind: 'count' }] } });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const places = truthOf('usual', 1, 1, corner).places ?? [];
  for (const { id } of counters) expect(places.map((place) => place.id)).toContain(`${id}-staff`);
  for (const [x = -1, y = -1] of places.flatMap(({ polygon }) => polygon)) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(1);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(1);
  }
});
