import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import { mapQuad } from '../../edge-agent/src/plates/quad.ts';
import type { RgbPicture } from '../../edge-agent/src/base/rgb-picture.ts';
import { groupBy, median, share } from '../bench/figures.ts';
import { widthOf, type LabelledPicture, type LabelledPlate } from './plate-set.ts';
import type { RivalReader } from './readers.ts';

interface Reading {
  layout: string;
  colour: string;
  width: number;
  natural: boolean;
  right: boolean;
  ms: number;
}

/** Each plate is read as it is, and shrunk to these widths where it is wider. */
const WIDTHS = [35, 50, 70, 100];
const buckets = ['< 40', '40-60', '60-80', '80-120', '> 120'] as const;

/** Readers on the same true crops: a column a reader; rows by layout, colour and width. */
export async function readerFigures(
  readers: readonly RivalReader[],
  pictures: readonly LabelledPicture[],
): Promise<string[][]> {
  const columns: Reading[][] = [];
  for (const reader of readers) columns.push(await readAll(reader, pictures));
  const natural = columns.map((column) => column.filter((reading) => reading.natural));
  const rows: string[][] = [
    ['as they are', ...natural.map((column) => share(column.map(({ right }) => right)))],
  ];
  const add = (of: Reading[][], key: (reading: Reading) => string, names: readonly string[]) => {
    const groups = of.map((column) => groupBy(column, key));
    for (const name of names) {
      const cells = groups.map((group) => share((group.get(name) ?? []).map(({ right }) => right)));
      if (cells.some((cell) => cell !== '–')) rows.push([name, ...cells]);
    }
  };
  add(natural, ({ layout }) => layout, ['one-line', 'two-line']);
  add(natural, ({ colour }) => colour, ['white', 'yellow', 'blue', 'red']);
  add(columns, ({ width }) => bucket(width), buckets);
  rows.push([
    'ms a plate (median)',
    ...natural.map((column) => median(column.map(({ ms }) => ms)).toFixed(1)),
  ]);
  return rows;
}

async function readAll(reader: RivalReader, pictures: readonly LabelledPicture[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const { file, plates } of pictures) {
    if (!plates.some(({ text, exact }) => text !== null && exact)) continue;
    const { picture } = await readRgb(file);
    for (const plate of plates)
      if (plate.text !== null && plate.exact) readings.push(...(await readSizes(reader, picture, plate)));
  }
  return readings;
}

async function readSizes(reader: RivalReader, picture: RgbPicture, plate: LabelledPlate): Promise<Reading[]> {
  const own = widthOf(plate.corners);
  const readings: Reading[] = [];
  for (const width of [own, ...WIDTHS.filter((w) => w < own * 0.9)]) {
    const { picture: seen, scale } = await shrunk(picture, width / own);
    const began = performance.now();
    const text = await reader.read(seen, mapQuad(plate.corners, [0, 0], scale));
    readings.push({
      layout: plate.layout ?? 'unknown',
      colour: plate.colour ?? 'unknown',
      width,
      natural: width === own,
      right: text === plate.text,
      ms: performance.now() - began,
    });
  }
  return readings;
}

async function shrunk(picture: RgbPicture, scale: number): Promise<{ picture: RgbPicture; scale: number }> {
  if (scale >= 1) return { picture, scale: 1 };
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const { data, info } = await sharp(picture.data, { raw })
    .resize(Math.round(picture.width * scale))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { picture: { data, width: info.width, height: info.height }, scale: info.width / picture.width };
}

function bucket(width: number): (typeof buckets)[number] {
  return width < 40 ? '< 40' : width < 60 ? '40-60' : width < 80 ? '60-80' : width < 120 ? '80-120' : '> 120';
}
