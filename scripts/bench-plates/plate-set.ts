import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { quadSize, type Quad } from '../../edge-agent/src/plates/quad.ts';

export interface LabelledPlate {
  /** Corners where they are labelled, else the corners of the box. */
  corners: Quad;
  exact: boolean;
  layout: 'one-line' | 'two-line' | null;
  /** Canonical text, where two labellers agreed or the picture was rendered. */
  text: string | null;
  colour: string | null;
}

export interface LabelledPicture {
  file: string;
  camera: string;
  group: string;
  plates: LabelledPlate[];
  /** Places where a person saw a plate, or could not tell, that the publisher did not label. */
  unlabelled: Quad[];
  /** Frames of one passage share it; rendered sequences only. */
  passage: string | null;
}

const LOOKED_AT = '../../models/training/plate-finder/looked-at.jsonl';

interface Seen {
  file: string;
  verdict: 'plate' | 'unsure' | 'none';
  corners: Quad;
}

interface Line {
  file: string;
  source: string;
  camera: string;
  group: string;
  passage?: string;
  plates: {
    box: [number, number, number, number];
    corners?: Quad;
    layout?: 'one-line' | 'two-line';
    text?: string;
    textCheck?: string;
    colour?: string;
  }[];
}

/**
 * The test pictures of a label file: groups and texts that no training holds. The rule is the one of
 * models/training/plates/crops.py: the first byte of a salted SHA-256 is below 52 (one in five).
 * @param all true for a set that was made for judging only
 */
export function testPictures(labelsFile: string, all = false): LabelledPicture[] {
  const lines = readFileSync(labelsFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const base = join(dirname(labelsFile), all ? '.' : '..');
  const unlabelled = seenByPerson();
  const heldText = (text: string | undefined, check: string | undefined) =>
    text !== undefined && check === 'agree' && held(`held-out ${text}`);
  const textGroups = new Set(
    lines.filter(({ plates }) => plates.some((p) => heldText(p.text, p.textCheck))).map(({ group }) => group),
  );
  return lines
    .filter(({ group }) => all || held(`held-out group ${group}`) || textGroups.has(group))
    .map(({ file, camera, group, passage = null, plates }) => ({
      file: resolve(base, file),
      camera,
      group,
      passage,
      unlabelled: unlabelled.get(file) ?? [],
      plates: plates.map((plate) => ({
        corners: plate.corners ?? cornersOf(plate.box),
        exact: plate.corners !== undefined,
        layout: plate.layout ?? null,
        text: all || heldText(plate.text, plate.textCheck) ? (plate.text ?? null) : null,
        colour: plate.colour ?? null,
      })),
    }));
}

/** What was looked at (models/training/plate-finder/mend.py), by the file's name in the labels. */
function seenByPerson(): Map<string, Quad[]> {
  const lines = readFileSync(new URL(LOOKED_AT, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const places = new Map<string, Quad[]>();
  for (const { file, verdict, corners } of lines.map((line) => JSON.parse(line) as Seen))
    if (verdict !== 'none') places.set(file, [...(places.get(file) ?? []), corners]);
  return places;
}

export const labelsOf = (shared: string) => join(shared, 'data/plates/labels.jsonl');
export const isThere = existsSync;
export const widthOf = (corners: Quad) => quadSize(corners).width;

function held(salted: string): boolean {
  return (createHash('sha256').update(salted).digest()[0] ?? 255) < 52;
}

function cornersOf([x, y, w, h]: [number, number, number, number]): Quad {
  return [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
}
