import { SceneConfig } from '@vamco/contracts';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { sceneProblems } from '../../../edge-agent/src/scene/scene-problems.ts';
import { Truth } from '../../../tests/support/truth.ts';
import { masts, type SiteCamera } from '../camera/camera.ts';
import { hallSceneOf } from '../hall/hall-scene.ts';
import { clipsOf, drawnAgain, setNames } from '../sets.ts';
import { STEP_S } from '../world/actor.ts';
import { createProps } from '../world/props.ts';
import { lawful, type TrafficPlan } from '../world/rates.ts';
import { usualPlan } from '../world/signal-plan.ts';
import { Traffic } from '../world/traffic.ts';
import { TruthRecorder } from './recorder.ts';
import { sceneOf } from './scene-of.ts';

function play(plan: Partial<TrafficPlan>, seconds: number, camera: SiteCamera = masts.behind): Truth {
  const whole = { ...lawful, seed: 5, signal: usualPlan, ...plan };
  const traffic = new Traffic(whole);
  const facts = { name: 'test', seed: whole.seed, condition: 'day', fps: 1 / STEP_S, seconds };
  const recorder = new TruthRecorder(facts, camera, createProps(whole.seed));
  for (let index = 0; index * STEP_S < seconds; index += 1) {
    recorder.frame(index, traffic.state);
    traffic.step();
  }
  return recorder.finish();
}

describe('the truth of a clip', () => {
  test('is the same, byte for byte, for the same seed, and another for another', () => {
    const busy = { density: 1.3, breach: { 'red-light': 0.3 } };
    const text = JSON.stringify(play(busy, 6));
    expect(JSON.stringify(play(busy, 6))).toBe(text);
    expect(JSON.stringify(play({ ...busy, seed: 6 }, 6))).not.toBe(text);
  });

  test('has other vehicles in it when a set is drawn again, before the same camera', () => {
    const [clip] = clipsOf('plates');
    if (!clip || 'hall' in clip) throw new Error('the first clip of plates shows the junction');
    const another = drawnAgain(clip, 1);
    expect(drawnAgain(clip, 0)).toEqual(clip);
    expect(another).toMatchObject({ name: 'plates-rear-day-1', camera: clip.camera });
    const plates = [clip, another].map(({ camera, traffic }) =>
      play(traffic, 6, camera).tracks.flatMap(({ plate }) => plate?.text ?? []),
    );
    expect(plates[0]).not.toEqual(plates[1]);
  });

  test('fits its schema', () => {
    expect([...Value.Errors(Truth, play({ script: [{ atS: 1, act: 'wrong-way' }] }, 5))]).toEqual([]);
  });

  // Minutes of traffic are played: more than the usual time on a busy machine.
  test.each([1, 2])(
    'knows no breach where everybody keeps the rules (seed %i)',
    { timeout: 120_000 },
    (seed) => {
      const truth = play({ seed, density: 0.9 }, 40);
      expect(truth.violations).toEqual([]);
      expect(truth.passages.length).toBeGreaterThan(8);
      expect(truth.nonViolations.map(({ kind }) => kind)).toContain('clears-on-red');
    },
  );

  test.each([
    ['wrong-way', 10],
    ['no-turn', 22],
    ['no-u-turn', 22],
    ['sidewalk', 16],
    ['prohibited-road', 22],
    ['wrong-lane', 22],
    ['stop-no-stopping-sign', 48, 'wrong-lane'],
    ['park-no-parking-sign', 48],
  ] as const)('has the act that was staged: %s', (act, seconds, onTheWay?: string) => {
    const signal = { ...usualPlan, offsetS: 0 };
    const truth = play({ density: 0.3, signal, script: [{ atS: 0.5, act }] }, seconds);
    expect(truth.violations.map(({ rule }) => rule)).toEqual(onTheWay ? [onTheWay, act] : [act]);
    const found = truth.violations.at(-1);
    expect(found?.moment).toBeGreaterThanOrEqual(found?.start ?? Infinity);
    expect(truth.tracks.find(({ id }) => id === found?.track)?.intent).toBe(act);
  });

  test('swears to no act that ends as the clip does', () => {
    const plan = {
      density: 0.3,
      signal: { ...usualPlan, offsetS: 0 },
      script: [{ atS: 0.5, act: 'sidewalk' as const }],
    };
    const moment = play(plan, 16).violations[0]?.moment ?? NaN;
    const certain = (afterS: number) => play(plan, moment + afterS).violations.map((act) => act.certain);
    expect(certain(2)).toEqual([true]);
    expect(certain(0.5)).toEqual([false]);
  });

  test('swears to no act of which half is done: that is a matter of opinion', () => {
    const plan = {
      density: 0.3,
      signal: { ...usualPlan, offsetS: 0 },
      script: [{ atS: 0.5, act: 'wrong-way' as const }],
    };
    const { start = NaN, moment = NaN } = play(plan, 10).violations[0] ?? {};
    const until = (part: number) => play(plan, start + part * (moment - start)).violations;
    expect(until(0.8)).toMatchObject([{ rule: 'wrong-way', start, certain: false }]);
    expect(until(0.3)).toEqual([]);
  });

  test('swears to who stands over the stop line once the red is over: until then it may still run', () => {
    const plan = { density: 0.6, seed: 8, breach: { 'stop-line': 0.9 } };
    const whole = play(plan, 42).violations.filter(({ rule, certain }) => rule === 'stop-line' && certain);
    const [first] = whole;
    expect(first).toBeDefined();
    const early = play(plan, (first?.moment ?? 0) + 1.5).violations;
    expect(early.filter(({ rule }) => rule === 'stop-line').map(({ certain }) => certain)).toContain(false);
  });

  test('calls nobody who only seems to break a rule', () => {
    const { violations, nonViolations } = play(
      {
        density: 0.4,
        signal: { ...usualPlan, offsetS: 17 },
        script: [
          { atS: 0.5, act: 'walks-motorbike' },
          { atS: 1, act: 'emergency-vehicle' },
        ],
      },
      24,
    );
    expect(violations).toEqual([]);
    const kinds = nonViolations.map(({ kind }) => kind);
    expect(kinds).toContain('walks-motorbike');
    expect(kinds).toContain('emergency-vehicle');
  });

  test('has waved-through traffic as lawful', () => {
    const { violations, nonViolations } = play(
      { officer: [0, 60], signal: { ...usualPlan, offsetS: 17 } },
      30,
    );
    expect(violations).toEqual([]);
    expect(nonViolations.map(({ kind }) => kind)).toContain('officer-directs');
  });
});

describe('the scene of a camera', () => {
  test.each(setNames.flatMap((set) => clipsOf(set).map((clip) => [clip.name, clip] as const)))(
    'is one that the box takes: %s',
    (_, clip) => {
      const { scene } = ('hall' in clip ? hallSceneOf : sceneOf)(clip.camera) as { scene: SceneConfig };
      expect([...Value.Errors(SceneConfig, scene)]).toEqual([]);
      expect(sceneProblems(Value.Default(SceneConfig, scene) as SceneConfig)).toEqual([]);
    },
  );

  test.each([
    ['that looks away', { ...masts.behind, yaw: 180 }],
    ['under the ground', { ...masts.behind, y: -3 }],
  ])('is refused for a camera %s', (_, camera) => {
    expect(() => sceneOf(camera)).toThrow(/stop line lies outside|under the ground/);
  });
});
