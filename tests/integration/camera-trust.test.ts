import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SceneReference } from '../../edge-agent/src/trust/scene-reference.ts';
import { TrustWatch } from '../../edge-agent/src/trust/trust-watch.ts';
import { root } from '../support/programs.ts';

const [width, height] = [640, 384];
const shared = join(root, '../shared/clips');
const clips = [
  join(root, 'tests/fixtures/rendered/demo.mp4'),
  ...['street-fixed-camera.mp4', 'counter-retail-1080p.mp4'].map((name) => join(shared, name)),
].filter((file) => existsSync(file));
if (clips.length === 1)
  process.stderr.write('public clips are not here: camera trust is tried on the rendered one only\n');

/** Frames of a clip, two a second, after an ffmpeg filter. */
function frames(file: string, filter: string, fromS = 0): Uint8Array[] {
  const vf = `${filter === '' ? '' : `${filter},`}fps=2,scale=${width}:${height}`;
  const args = ['-v', 'error', '-ss', `${fromS}`, '-i', file, '-vf', vf, '-frames:v', '12', '-f', 'rawvideo'];
  const bytes = execFileSync('ffmpeg', [...args, '-pix_fmt', 'rgb24', '-'], { maxBuffer: 1e9 });
  const size = width * height * 3;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

const fitted = (pixels: Uint8Array) => ({ pixels, width, height, source: { width, height } });

/** Shows frames in turn for some seconds, one look a second; gives what is wrong at the end. */
function show(watch: TrustWatch, pictures: Uint8Array[], fromS: number, seconds: number): string[] {
  for (let s = 0; s < seconds; s += 1) {
    const picture = pictures[s % pictures.length];
    if (picture) watch.look(fitted(picture), fromS + s);
  }
  return watch.problems;
}

describe.each(clips.map((file) => [file.split('/').at(-1) ?? '', file]))('%s', (_, file) => {
  const usual = frames(file, '');
  const night = 'eq=brightness=-0.18:contrast=0.5:gamma=0.7,noise=alls=8:allf=t';
  const zoomed = 'crop=iw*0.9:ih*0.9:iw*0.05:ih*0.05';

  test.each([
    ['the same scene later', '', []],
    ['the same scene in the evening', night, []],
    ['a cloth over the lens', 'boxblur=80:3,eq=contrast=0.1', ['covered']],
    ['a dirty lens', 'boxblur=9:2', ['blurred']],
    ['the sun in the lens', "lutrgb=r=255:g='clip(val*9,0,255)':b=255", ['over-exposed']],
    ['no light at all', 'lutrgb=r=val/20:g=val/20:b=val/20,noise=alls=4:allf=t', ['too-dark']],
    ['a push against the pole', `crop=iw*0.9:ih*0.9:iw*0.1:ih*0.05`, ['moved']],
    ['another scene', 'hflip,rotate=0.3', ['moved']],
  ])('%s', (name, filter, expected) => {
    const watch = new TrustWatch();
    const before = name.startsWith('a push') ? frames(file, zoomed) : usual;
    expect(show(watch, before, 0, 60)).toEqual([]);
    const problems = show(watch, frames(file, filter, 1), 60, 60);
    if (expected.length === 0) expect(problems).toEqual([]);
    else expect(problems).toContain(expected[0]);
    // And it is over when it is over.
    expect(show(watch, before, 120, 90)).toEqual([]);
  });

  test('a picture that does not change any more is frozen', () => {
    const watch = new TrustWatch();
    show(watch, usual, 0, 30);
    expect(show(watch, usual.slice(0, 1), 30, 40)).toEqual(['frozen']);
  });

  test('a camera that was turned while the box was off is found out', () => {
    const learned = new SceneReference();
    show(new TrustWatch(learned), usual, 0, 30);
    const kept = new SceneReference(learned.toText());
    expect(show(new TrustWatch(kept), usual, 0, 30)).toEqual([]);
    expect(show(new TrustWatch(new SceneReference(learned.toText())), frames(file, 'hflip'), 0, 30)).toEqual([
      'moved',
    ]);
  });
});
