import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { root, vamco } from '../support/programs.ts';

const photos = join(root, 'tests/fixtures/plates');
const photo = (name: string) => join(photos, `${name}.jpg`);
const dir = mkdtempSync(join(tmpdir(), 'vamco-plates-'));
const file = (name: string, bytes: Buffer | string) => {
  writeFileSync(join(dir, name), bytes);
  return join(dir, name);
};

interface Result {
  file: string;
  ms: number;
  plates: {
    text: string | null;
    display: string | null;
    confidence: number;
    box: [number, number, number, number];
    corners: [number, number][];
    layout: string;
    colour: string;
    family: string | null;
  }[];
}

function plates(...files: string[]): { results: Result[]; stderr: string; status: number | null } {
  const { stdout, stderr, status } = vamco('plates', '--json', ...files);
  const results = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result);
  return { results, stderr, status };
}
const best = ({ plates: all }: Result) => all.find(({ text }) => text !== null);

describe('vamco plates reads photos', () => {
  test('both layouts, several colours, each with corners, family and an honest confidence', () => {
    const { results, status } = plates(photo('0001'), photo('0002'), photo('0048'), photo('0104'));
    expect(status).toBe(0);
    expect(results.map(best)).toMatchObject([
      { text: '20K63765', display: '20K-637.65', family: 'car5', layout: 'two-line', colour: 'yellow' },
      { text: '21K73891', display: '21K-738.91', family: 'car5', layout: 'one-line', colour: 'blue' },
      { text: '51E367603', display: '51-E3 676.03', family: 'moto5', layout: 'two-line', colour: 'white' },
      { text: '18N780374', display: '18-N7 803.74', family: 'moto5', layout: 'two-line', colour: 'white' },
    ]);
    for (const result of results) expect(best(result)?.confidence).toBeGreaterThan(0.8);
    const [x, y, w, h] = best(results[2] as Result)?.box ?? [0, 0, 0, 0];
    expect(Math.hypot(x - 183.5, y - 335.8, w - 72.2, h - 55.7)).toBeLessThan(14);
  });

  test('without --json a person reads it', () => {
    expect(vamco('plates', photo('0001')).stdout).toMatch(/0001\.jpg: .*20K-637\.65 0\.\d+/);
  });
});

describe('pictures of every kind', () => {
  const same = async (name: string, make: (picture: Sharp) => Sharp) => {
    const picture = await make(sharp(photo('0001'))).toBuffer();
    const [result] = plates(file(name, picture)).results;
    return result && best(result)?.text;
  };
  test('16 bits a channel', async () => {
    expect(await same('16.png', (p) => p.toColourspace('rgb16').png())).toBe('20K63765');
  });
  test('grey', async () => {
    expect(await same('grey.jpg', (p) => p.greyscale().jpeg())).toBe('20K63765');
  });
  test('with transparency', async () => {
    expect(await same('alpha.png', (p) => p.ensureAlpha(0.9).png())).toBe('20K63765');
  });
  test('printing colours', async () => {
    expect(await same('cmyk.jpg', (p) => p.toColourspace('cmyk').jpeg())).toBe('20K63765');
  });
  test('lying on its side by EXIF: boxes are those of the upright picture', async () => {
    const lying = await sharp(photo('0001')).rotate(-90).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const [upright, turned] = [photo('0001'), file('exif.jpg', lying)].map((name) => plates(name).results[0]);
    expect(turned && best(turned)?.text).toBe('20K63765');
    const [a, b] = [upright && best(upright)?.box, turned && best(turned)?.box];
    a?.forEach((value, i) => {
      expect(Math.abs(value - (b?.[i] ?? NaN))).toBeLessThan(6);
    });
  });
  test('a crop that is nothing but the plate', async () => {
    const crop = await sharp(photo('0104'))
      .extract({ left: 657, top: 341, width: 127, height: 137 })
      .jpeg()
      .toBuffer();
    const [result] = plates(file('crop.jpg', crop)).results;
    expect(result && best(result)?.text).toBe('18N780374');
  });
  test('hundreds of plates', async () => {
    const tile = await sharp(photo('0001'))
      .extract({ left: 400, top: 315, width: 192, height: 128 })
      .resize(96, 64)
      .toBuffer();
    const composite = Array.from({ length: 240 }, (_, i) => ({
      input: tile,
      left: (i % 20) * 96,
      top: Math.floor(i / 20) * 64,
    }));
    const wall = sharp({ create: { width: 1920, height: 768, channels: 3, background: '#555' } });
    const { results, status } = plates(
      file('wall.jpg', await wall.composite(composite).jpeg({ quality: 92 }).toBuffer()),
    );
    expect(status).toBe(0);
    expect(results[0]?.plates.length).toBeGreaterThan(100);
  }, 30_000);
});

test('bad files are one clear line each, the others are read, and the exit code tells', () => {
  const good = readFileSync(photo('0001'));
  const bad = [
    file('empty.jpg', ''),
    file('text.jpg', 'not a picture'),
    file('cut.jpg', good.subarray(0, good.length / 2)),
    file('huge.png', hugePng(30_000, 30_000)),
    file('nothing.png', hugePng(0, 0)),
    join(dir, 'missing.jpg'),
  ];
  const { results, stderr, status } = plates(...bad, photo('0001'));
  expect(status).toBe(1);
  expect(results).toHaveLength(1);
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(bad.length);
  lines.forEach((line, i) => {
    expect(line).toContain(bad[i]);
    expect(line).toMatch(/cannot be used as a picture: \S/);
  });
});

/** A PNG that claims a size and holds almost nothing. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc(16));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
