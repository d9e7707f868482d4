import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vamco } from '../support/programs.ts';

const work = mkdtempSync(join(tmpdir(), 'vamco-signals-'));
const video = join(work, 'signal.mp4');
/** A signal on a grey street, 640x480: each lamp 18 px, lit in turn. */
const lamps = { red: [600, 40], yellow: [600, 62], green: [600, 84] } as const;
const phases = [
  ['red', 0, 4, '0xff3030'],
  ['green', 4, 8, '0x20f0b0'],
  ['yellow', 8, 10, '0xffb020'],
  ['red', 10, 14, '0xff3030'],
] as const;
const norm = ([x, y]: readonly [number, number]) => [x / 640, y / 480, 18 / 640, 18 / 480];

function scene(parts: object): string {
  const file = join(work, 'scene.json');
  writeFileSync(file, JSON.stringify({ scene: parts }));
  return file;
}

beforeAll(() => {
  const housing = 'drawbox=x=596:y=36:w=26:h=72:color=0x101210:t=fill';
  const lit = phases.map(([lamp, from, to, colour]) => {
    const [x, y] = lamps[lamp];
    return `drawbox=x=${x}:y=${y}:w=18:h=18:color=${colour}:t=fill:enable='gte(t,${from})*lt(t,${to})'`;
  });
  const args = ['-v', 'error', '-f', 'lavfi', '-i', 'color=0x707070:s=640x480:r=10:d=14'];
  const made = spawnSync('ffmpeg', [
    ...args,
    '-vf',
    [housing, ...lit].join(','),
    '-pix_fmt',
    'yuv420p',
    video,
  ]);
  expect(made.status, made.stderr.toString()).toBe(0);
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

test('replay prints each change of a signal, at most a frame late, cut out of the full-size picture', () => {
  const signals = [
    { id: 'main', lamps: Object.fromEntries(Object.entries(lamps).map(([c, at]) => [c, norm(at)])) },
  ];
  const { status, stdout, stderr } = vamco(
    'replay',
    video,
    '--scene',
    scene({ signals }),
    '--json',
    '--fps',
    '6',
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const changes = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; t: number; signal: string; state: string })
    .filter(({ type }) => type === 'signal.changed');
  expect(changes.map(({ signal, state }) => [signal, state])).toEqual(
    phases.map(([state]) => ['main', state]),
  );
  phases.forEach(([, from], index) => {
    const late = (changes[index]?.t ?? NaN) - from;
    expect(late).toBeGreaterThanOrEqual(-0.01);
    expect(late).toBeLessThan(0.2);
  });
});

describe('a scene that cannot be is refused with the place named', () => {
  test.each([
    [
      'a lamp beyond the picture',
      { signals: [{ id: 'main', lamps: { red: [0.95, 0.1, 0.1, 0.1] } }] },
      'red',
    ],
    ['a lamp without size', { signals: [{ id: 'main', lamps: { red: [0.5, 0.1, 0, 0.1] } }] }, 'no size'],
    ['a signal without lamps', { signals: [{ id: 'main', lamps: {} }] }, 'lamps'],
    ['a region beyond the picture', { regions: [{ id: 'far', box: [0.5, 0, 0.7, 0.4] }] }, 'regions/0'],
    [
      'two regions of one name',
      {
        regions: [
          { id: 'far', box: [0, 0, 0.5, 0.4] },
          { id: 'far', box: [0.5, 0, 0.5, 0.4] },
        ],
      },
      'twice',
    ],
  ])('%s', (_, parts, named) => {
    const { status, stdout, stderr } = vamco('check', scene(parts));
    expect(status).not.toBe(0);
    expect(`${stdout}${stderr}`).toContain(named);
  });
});

test(
  'regions are looked at closer without disturbing what the whole picture gives',
  { timeout: 120_000 },
  () => {
    const regions = [{ id: 'far', box: [0.2, 0.1, 0.6, 0.4] }];
    const { status, stdout } = vamco('replay', video, '--scene', scene({ regions }));
    expect(status).toBe(0);
    expect(stdout.trim()).toBe('nothing happened');
  },
);
