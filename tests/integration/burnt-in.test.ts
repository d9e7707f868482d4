import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { cutOverlay } from '../../edge-agent/src/burnt-in/overlay-picture.ts';
import { readClock, type ClockCut } from '../../edge-agent/src/burnt-in/read-clock.ts';
import { TextReader } from '../../edge-agent/src/burnt-in/text-reader.ts';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { blindPipeline } from '../support/blind-pipeline.ts';
import {
  backgroundsOf,
  drawClock,
  overlayLooks,
  throughCamera,
  type DrawnClock,
} from '../support/overlays.ts';
import { root } from '../support/programs.ts';
import { until } from '../support/watch-stream.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
const dir = mkdtempSync(join(tmpdir(), 'vamco-burnt-in-'));
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const DAY_MS = 86_400_000;
const shownMs = Date.UTC(2026, 10, 25, 13, 5, 9);
/** Formats, sizes, looks and places; half of them on a clock that is right but for five seconds. */
const styles = [
  {
    format: 'ymd-dash',
    face: 'DejaVu Sans Mono',
    size: 28,
    look: 'edged',
    corner: [0.98, 0.02],
    wrongMs: 5_000,
  },
  {
    format: 'dmy-weekday',
    face: 'DejaVu Sans',
    size: 24,
    look: 'edged',
    corner: [0.02, 0.98],
    wrongMs: 5_000,
  },
  {
    format: 'mdy-half',
    face: 'DejaVu Sans Bold',
    size: 36,
    look: 'boxed',
    corner: [0.5, 0.5],
    wrongMs: 5_000,
  },
  {
    format: 'dmy-vietnamese',
    face: 'DejaVu Sans',
    size: 32,
    look: 'edged',
    corner: [0.3, 0.1],
    wrongMs: 5_000,
  },
  {
    format: 'ymd-weekday',
    face: 'DejaVu Sans Mono',
    size: 20,
    look: 'dark',
    corner: [0.98, 0.5],
    wrongMs: 5_000,
  },
  {
    format: 'ymd-slash',
    face: 'DejaVu Sans',
    size: 24,
    look: 'boxed',
    corner: [0.02, 0.02],
    wrongMs: -7 * DAY_MS,
  },
  {
    format: 'dmy-dash',
    face: 'DejaVu Sans Mono',
    size: 30,
    look: 'edged',
    corner: [0.6, 0.9],
    wrongMs: -3_600_000,
  },
  {
    format: 'mdy-weekday',
    face: 'DejaVu Sans',
    size: 28,
    look: 'plain',
    corner: [0.1, 0.8],
    wrongMs: 400 * DAY_MS,
  },
] as const;

test('clocks written in many ways are read, and no wrong time is ever claimed', async () => {
  const backgrounds = backgroundsOf(video, 12, 24);
  const drawn: DrawnClock[] = [];
  for (const [at, style] of styles.entries())
    for (const look of overlayLooks(shownMs)) {
      const behind = backgrounds[(at + look.index) % backgrounds.length];
      if (!behind) throw new Error('no background');
      drawn.push(await drawClock(behind, look.text(style.format), style, style.corner));
    }
  const stills = throughCamera(
    drawn.map(({ picture }) => picture),
    27,
  );
  const found = await new TextReader().lend(async (read) => {
    const findings = [];
    for (const [at, { wrongMs }] of styles.entries()) {
      const cuts = [];
      for (const { index, trueMs } of overlayLooks(shownMs)) {
        const one = at * 3 + index;
        const overlay = await cutOverlay(stills[one] ?? Buffer.of(), drawn[one]?.region ?? []);
        cuts.push({ overlay, rightMs: trueMs - wrongMs, errMs: 500 });
      }
      findings.push({ wrongMs, finding: await readClock(cuts, read) });
    }
    return findings;
  });
  const right = found.filter(
    ({ wrongMs, finding }) => 'offsetMs' in finding && Math.abs(finding.offsetMs - wrongMs) <= finding.errMs,
  );
  const none = found.filter(({ finding }) => 'why' in finding);
  expect({ wrong: found.length - right.length - none.length }).toEqual({ wrong: 0 });
  expect(right.length).toBeGreaterThanOrEqual(7);
}, 180_000);

test.each([
  ['hangs', 'setInterval(() => undefined, 1000);'],
  ['dies', "process.once('message', () => process.exit(3));"],
  ['answers nonsense', "process.on('message', () => process.send({ texts: 7 }));"],
  ['cannot start', "throw new Error('no');"],
])('a reader that %s fails the reading only, and the next camera gets a new one', async (name, program) => {
  const main = join(dir, `${name.replaceAll(' ', '-')}.mjs`);
  writeFileSync(main, program);
  const reader = new TextReader(pathToFileURL(main), 2_000);
  await expect(reader.lend((read) => read([Buffer.of(1)]))).rejects.toThrow(/^the reader of letters /);
  await expect(reader.lend(() => Promise.resolve('next'))).resolves.toBe('next');
});

test('a camera whose picture carries a clock five seconds ahead is told so, by health and by an alert', async () => {
  const localMs = Date.now() + 7 * 3_600_000;
  // The date is written once: shortly before midnight the clock is so late that it stays true.
  const wrongMs = DAY_MS - (localMs % DAY_MS) < 400_000 ? -500_000 : 5_000;
  // ffmpeg asks the machine's clock at each frame.
  const now = `floor(time(0)+${7 * 3600 + wrongMs / 1000})`;
  const part = (everyS: number, turns: number) => `%{eif\\:mod(floor(${now}/${everyS}),${turns})\\:d\\:2}`;
  const date = new Date(localMs + wrongMs).toISOString().slice(0, 10);
  const text = `${date} ${part(3600, 24)}\\:${part(60, 60)}\\:${part(1, 60)}`;
  const look = 'fontcolor=white:bordercolor=black:borderw=3:fontsize=32:x=w-tw-20:y=h-60';
  const camera = await startSimulatedCamera(video, {
    main: { filter: `drawtext=font=DejaVu Sans Mono:text='${text}':${look}` },
  });
  const stop = new AbortController();
  const { pipeline, events } = blindPipeline(join(dir, 'agent'), {
    streamUrl: camera.url,
    presets: [{ id: 'home', scene: {} }],
    burntIn: { clock: [0.66, 0.9, 0.33, 0.08] },
  });
  const done = pipeline.run(stop.signal);
  try {
    await until('the clock is read', () => pipeline.health.burntIn !== undefined, 150_000);
    const { offsetMs = NaN, errMs = NaN, why } = pipeline.health.burntIn ?? {};
    expect(why).toBeUndefined();
    expect(Math.abs(offsetMs - wrongMs)).toBeLessThanOrEqual(errMs);
    expect(errMs).toBeLessThan(1_500);
    const alert = () => events.some(({ data }) => 'alert' in data && data.alert === 'camera-wrong-clock');
    await until('the alert is raised', alert, 20_000);
    expect(pipeline.health.untrusted).toBe('wrong-clock');
  } finally {
    stop.abort();
    await done;
    await camera.stop();
  }
}, 240_000);

const shop = join(root, '../shared/clips/counter-retail-1080p.mp4');
test.skipIf(!existsSync(shop))(
  'the clock of a real camera is read, without an edge and over shelves',
  async () => {
    const every = ['-vf', 'fps=3/10:round=near', '-frames:v', '3', '-q:v', '4', join(dir, 'shop-%d.jpg')];
    execFileSync('ffmpeg', ['-v', 'error', '-i', shop, ...every]);
    const began = Date.UTC(2022, 1, 1, 18, 26, 38);
    const cuts: ClockCut[] = [];
    for (const index of [0, 1, 2]) {
      const overlay = await cutOverlay(
        readFileSync(join(dir, `shop-${index + 1}.jpg`)),
        [0.675, 0.03, 0.305, 0.075],
      );
      cuts.push({ overlay, rightMs: began + (index * 10_000) / 3, errMs: 1_500 });
    }
    const finding = await new TextReader().lend((read) => readClock(cuts, read));
    if ('why' in finding) throw new Error(finding.why);
    expect(Math.abs(finding.offsetMs)).toBeLessThanOrEqual(2_000);
  },
  150_000,
);
if (!existsSync(shop)) process.stderr.write('public clips are not here: no real burnt-in clock is read\n');
