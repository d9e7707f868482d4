import { describe, expect, test } from 'vitest';
import { aScene, aTrack, early } from '../../../tests/support/builders.ts';
import { play, toldOf } from '../../../tests/support/play.ts';
import { Judge } from './judge.ts';
import type { Riders, RidersOf } from './riders.ts';

const square = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
const scene = aScene({ zones: [{ id: 'lane', kind: 'lane', polygon: square, direction: [0, 1] }] });
const rides = aTrack({ from: [0.5, 0.2], to: [0.5, 0.8], class: 'motorbike' });

type Helmet = 'yes' | 'no' | 'unknown';
const bareness = { yes: 0.02, no: 0.98, unknown: 0.5 };
/** What a vote says of so many people, driver first. */
function people(helmets: readonly Helmet[], more: Partial<Riders> = {}): Riders {
  const counts = [0, 1, 2, 3].map((index) => (index === helmets.length - 1 ? 0.97 : 0.01));
  return {
    ...{ looks: 5, firstS: 0.5, clearestS: 1.5, marks: [], counts: counts as unknown as Riders['counts'] },
    bare: helmets.map((helmet) => bareness[helmet]),
    heads: helmets.map((helmet) => ({ helmet, confidence: 0.98 })),
    ...more,
  };
}
function told(riders: ReturnType<RidersOf>, track = rides, where = scene) {
  return toldOf(play(where, [track], { options: { riders: () => riders } }).hits);
}
function whyNot(riders: ReturnType<RidersOf>, rule: string, track = rides, where = scene) {
  const { judge } = playKept(riders, track, where);
  return judge.verdicts(track.id).find((verdict) => verdict.rule === rule)?.stoppedBy;
}
/** As a camera does: every frame, then what came late; not forgotten yet. */
function playKept(riders: ReturnType<RidersOf>, track = rides, where = scene) {
  const judge = new Judge(where, { riders: () => riders });
  const hits = track.trajectory.flatMap((_, index) => judge.judge([early(track, index + 1)]).hits);
  judge.askLate([track]);
  return { judge, hits };
}

describe('who sits on a motorbike', () => {
  test.each<[string, Helmet[], string[]]>([
    ['one with a helmet', ['yes'], []],
    ['one without', ['no'], ['no-helmet-driver']],
    ['nobody can tell', ['unknown'], []],
    ['a passenger without', ['yes', 'no'], ['no-helmet-passenger']],
    ['both without', ['no', 'no'], ['no-helmet-driver + no-helmet-passenger']],
    ['three with helmets are two passengers', ['yes', 'yes', 'yes'], ['two-passengers']],
    ['four with helmets are three passengers', ['yes', 'yes', 'yes', 'yes'], ['three-passengers']],
    [
      'the gravest names the case',
      ['no', 'yes', 'yes', 'no'],
      ['three-passengers + no-helmet-driver + no-helmet-passenger'],
    ],
  ])('%s', (_, helmets, expected) => {
    expect(told(people(helmets))).toEqual(expected);
  });

  test('three that may be four are two passengers at least', () => {
    expect(told(people(['yes', 'yes', 'yes'], { counts: [0, 0.02, 0.58, 0.4] }))).toEqual(['two-passengers']);
  });

  test('what an officer is shown is the moment at which they were seen best', () => {
    const [hit] = play(scene, [rides], { options: { riders: () => people(['no']) } }).hits;
    expect(hit).toMatchObject({ beganS: 0.5, atS: 1.5, zone: 'lane', riders: { looks: 5 } });
  });

  test('one motorbike is accused once, however many lanes it rides along', () => {
    const lane = (id: string, top: number) => ({
      ...{ id, kind: 'lane' as const },
      polygon: [
        [0.1, top],
        [0.9, top],
        [0.9, top + 0.3],
        [0.1, top + 0.3],
      ],
    });
    const lanes = aScene({ zones: [lane('near', 0.2), lane('far', 0.5)] });
    expect(told(people(['no']), rides, lanes)).toEqual(['no-helmet-driver']);
  });
});

describe('nothing is said of', () => {
  test.each<[string, ReturnType<RidersOf>, string, string]>([
    ['a box without the model', 'no-model', 'no-helmet-driver', 'no-model'],
    ['a camera that does not look at riders', 'switched-off', 'two-passengers', 'switched-off'],
    ['one at whom nobody looked', undefined, 'no-helmet-driver', 'too-few-looks'],
    ['one who left after two looks', people(['no'], { looks: 2 }), 'no-helmet-driver', 'too-few-looks'],
    ['a head that is not clear', people(['unknown']), 'no-helmet-driver', 'riders-unsure'],
    ['a helmet', people(['yes', 'yes']), 'no-helmet-driver', 'helmet-worn'],
    ['a passenger where there is none', people(['no']), 'no-helmet-passenger', 'few-riders'],
    ['two people', people(['yes', 'yes']), 'two-passengers', 'few-riders'],
    ['four as two passengers', people(['yes', 'yes', 'yes', 'yes']), 'two-passengers', 'other-count'],
    [
      'four that may be three',
      people(['yes', 'yes', 'yes', 'yes'], { counts: [0, 0.02, 0.4, 0.58] }),
      'three-passengers',
      'riders-unsure',
    ],
    [
      'three that may be two',
      people(['yes', 'yes', 'yes'], { counts: [0, 0.3, 0.7, 0] }),
      'two-passengers',
      'riders-unsure',
    ],
  ])('%s', (_, riders, rule, why) => {
    expect(whyNot(riders, rule)).toBe(why);
  });

  test('cars, parked motorbikes, and those outside of every lane', () => {
    expect(told(people(['no']), { ...rides, class: 'car' })).toEqual([]);
    const parked = aTrack({ from: [0.5, 0.5], to: [0.502, 0.502], class: 'motorbike' });
    expect(told(people(['no']), parked)).toEqual([]);
    const beside = aTrack({ from: [0.95, 0.2], to: [0.95, 0.8], class: 'motorbike' });
    expect(told(people(['no']), beside)).toEqual([]);
  });

  test('the middle of a junction is a road, though it has no direction', () => {
    const junction = aScene({ zones: [{ id: 'junction', kind: 'road', polygon: square }] });
    expect(told(people(['no']), rides, junction)).toEqual(['no-helmet-driver']);
  });

  test('a motorbike that is pushed, where the ground is known', () => {
    const points = [
      [0.1, 0.1, 0, 20],
      [0.9, 0.1, 20, 20],
      [0.9, 0.9, 20, 0],
      [0.1, 0.9, 0, 0],
    ];
    const known = aScene({
      zones: [{ id: 'lane', kind: 'lane', polygon: square, direction: [0, 1] }],
      ground: { points },
    });
    const over = (seconds: number) =>
      aTrack({ from: [0.5, 0.2], to: [0.5, 0.8], class: 'motorbike', seconds });
    expect(whyNot(people(['no']), 'no-helmet-driver', over(12), known)).toBe('walking-pace');
    expect(told(people(['no']), over(3), known)).toEqual(['no-helmet-driver']);
  });

  test('a rule that the scene switched off', () => {
    const off = aScene({
      zones: [{ id: 'lane', kind: 'lane', polygon: square }],
      rules: { 'no-helmet-driver': { off: true } },
    });
    expect(told(people(['no', 'no']), rides, off)).toEqual(['no-helmet-passenger']);
  });

  test('a camera that could not be trusted when they were first looked at', () => {
    const options = { riders: () => people(['no']) };
    const conditions = (t: number) => (t < 1 ? { untrusted: 'camera-moved' } : {});
    expect(toldOf(play(scene, [rides], { options, conditions }).hits)).toEqual([]);
  });
});

describe('looks come later than frames', () => {
  test('pending until enough looks are there, then told', () => {
    const known = { riders: people(['no'], { looks: 1 }) };
    const judge = new Judge(scene, { riders: () => known.riders });
    const half = early(rides, 15);
    expect(judge.judge([half]).hits).toEqual([]);
    expect(judge.verdicts(rides.id)).toContainEqual({
      ...{ rule: 'no-helmet-driver', zone: 'lane', outcome: 'pending', stoppedBy: 'too-few-looks' },
    });
    known.riders = people(['no']);
    expect(toldOf(judge.judge([early(rides, 16)]).hits)).toEqual(['no-helmet-driver']);
  });

  test('the first looks do not decide alone while better ones may come; who has left is judged by them', () => {
    const few = people(['no'], { looks: 3 });
    const { judge, hits } = playKept(few);
    expect(hits).toEqual([]);
    expect(toldOf(judge.forget([rides]))).toEqual(['no-helmet-driver']);
  });

  test('the last look may end after the vehicle was last seen: it is told when the track ends', () => {
    const known: { riders: Riders | undefined } = { riders: undefined };
    const judge = new Judge(scene, { riders: () => known.riders });
    expect(judge.judge([rides]).hits).toEqual([]);
    known.riders = people(['no']);
    judge.askLate([rides]);
    const late = judge.forget([rides]);
    expect(toldOf(late)).toEqual(['no-helmet-driver']);
    expect(late[0]?.riders?.looks).toBe(5);
  });

  test('a graver act that is told names the riders when one of the lesser acts is about them', () => {
    const wrong = aTrack({ from: [0.5, 0.8], to: [0.5, 0.2], class: 'motorbike' });
    const [hit] = playKept(people(['no']), wrong).hits;
    expect(hit).toMatchObject({
      rule: 'wrong-way',
      also: [{ rule: 'no-helmet-driver' }],
      riders: { looks: 5 },
    });
  });
});
