import { familyOf, type ObjectClass } from '@vamco/contracts';
import { iou, type PixelBox } from '../../edge-agent/src/base/box.ts';
import type { TeacherBox } from '../teachers/teacher.ts';

export interface LabelledBox {
  class: ObjectClass;
  box: PixelBox;
}

/** Objects to learn, and regions about which nobody may be taught anything. */
export interface Labels {
  objects: LabelledBox[];
  ignore: LabelledBox[];
}

const SAME_IOU = 0.5;
/** Two teachers that agree, one of them at least this sure, make an object; one alone must be surer. */
const SURE_TOGETHER = 0.35;
const SURE_ALONE = 0.65;
/** Beside a person's labels the teachers must be surer: he left most things out for a reason. */
const SURE_BESIDE_HUMAN = 0.45;
/** Below this a single teacher is not even a doubt: the place is background. */
const DOUBT = 0.3;
const MAX_RIDERS = 4;

/** Joins what several teachers saw in one picture, and what a person labelled there (his boxes win). */
export function agree(seen: TeacherBox[][], human: LabelledBox[] = []): Labels {
  const sure = human.length > 0 ? SURE_BESIDE_HUMAN : SURE_TOGETHER;
  const objects: LabelledBox[] = [];
  const ignore: LabelledBox[] = [];
  for (const cluster of clusters(seen)) {
    const merged = merge(cluster);
    const best = Math.max(...cluster.map((c) => c.score));
    if (cluster.length > 1 ? best >= sure : best >= SURE_ALONE) objects.push(merged);
    else if (cluster.length > 1 || best >= DOUBT) ignore.push(merged);
  }
  const mounted = mountRiders(objects).filter((o, _, all) => {
    const part = o.class === 'person' && all.some((whole) => isPart(o, whole));
    if (part) ignore.push(o);
    return !part;
  });
  const known = (o: LabelledBox) =>
    human.some((h) => familyOf(h.class) === familyOf(o.class) && iou(h.box, o.box) > 0.4);
  const ridden = human.map((h) => wholeRide(h, mounted));
  return {
    objects: [...ridden, ...mounted.filter((o) => !known(o) && !rides(o, ridden))],
    ignore: ignore.filter((o) => !known(o)),
  };
}

/** Boxes of one object by different teachers: one of each at most. */
function clusters(seen: TeacherBox[][]): TeacherBox[][] {
  const all: TeacherBox[][] = [];
  for (const boxes of seen) {
    const taken = new Set<TeacherBox[]>();
    for (const box of boxes) {
      const own = all
        .filter(
          (cluster) => !taken.has(cluster) && cluster.every((c) => familyOf(c.class) === familyOf(box.class)),
        )
        .map((cluster) => ({ cluster, overlap: Math.min(...cluster.map((c) => iou(c.box, box.box))) }))
        .filter(({ overlap }) => overlap > SAME_IOU)
        .sort((a, b) => b.overlap - a.overlap)[0];
      const cluster = own?.cluster ?? [];
      if (!own) all.push(cluster);
      cluster.push(box);
      taken.add(cluster);
    }
  }
  return all;
}

function merge(cluster: TeacherBox[]): LabelledBox {
  const total = cluster.reduce((sum, c) => sum + c.score, 0);
  const box = [0, 1, 2, 3].map((i) => cluster.reduce((sum, c) => sum + (c.box[i] ?? 0) * c.score, 0) / total);
  const votes = new Map<ObjectClass, number>();
  for (const c of cluster) votes.set(c.class, (votes.get(c.class) ?? 0) + c.score);
  const [name] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? ['car'];
  return { class: name, box: box as PixelBox };
}

/** A person on a motorbike or bicycle is part of it: one box around both. */
function mountRiders(objects: LabelledBox[]): LabelledBox[] {
  const bikes = objects.filter((o) => familyOf(o.class) === 'two-wheeler').map((o) => ({ ...o, riders: 0 }));
  const rest = objects.filter((o) => {
    if (familyOf(o.class) === 'two-wheeler') return false;
    if (o.class !== 'person') return true;
    const bike = bikes
      .filter((b) => b.riders < MAX_RIDERS && isRiding(o.box, b.box))
      .sort((a, b) => iou(o.box, b.box) - iou(o.box, a.box))[0];
    if (!bike) return true;
    bike.box = around(bike.box, o.box);
    bike.riders += 1;
    return false;
  });
  return [...rest, ...bikes.map(({ class: name, box }) => ({ class: name, box }))];
}

/** A head or a leg that a teacher took for one more person. */
function isPart(part: LabelledBox, whole: LabelledBox): boolean {
  if (whole === part || whole.class !== 'person') return false;
  const [x, y, w, h] = part.box;
  const [bx, by, bw, bh] = whole.box;
  const shared =
    Math.max(0, Math.min(x + w, bx + bw) - Math.max(x, bx)) *
    Math.max(0, Math.min(y + h, by + bh) - Math.max(y, by));
  return shared > 0.85 * w * h && w * h < 0.6 * bw * bh;
}

function isRiding([x, y, w, h]: PixelBox, [bx, by, bw, bh]: PixelBox): boolean {
  const shared = Math.min(x + w, bx + bw) - Math.max(x, bx);
  const foot = y + h;
  return shared > 0.5 * Math.min(w, bw) && foot > by && foot < by + bh * 1.1 && h < 3 * bh;
}

function around(a: PixelBox, b: PixelBox): PixelBox {
  const [x, y] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  return [x, y, Math.max(a[0] + a[2], b[0] + b[2]) - x, Math.max(a[1] + a[3], b[1] + b[3]) - y];
}

/** A person's box of a motorbike that cuts the rider's head, grown by what the teachers saw of the same ride. */
function wholeRide(human: LabelledBox, mounted: LabelledBox[]): LabelledBox {
  if (human.class !== 'motorbike') return human;
  const same = mounted
    .filter((o) => o.class === 'motorbike' || o.class === 'person')
    .filter((o) => isRiding(o.box, human.box) && iou(o.box, human.box) > 0.2)
    .sort((a, b) => iou(b.box, human.box) - iou(a.box, human.box))[0];
  if (!same) return human;
  const [x, y, w, h] = human.box;
  const top = Math.max(y - 0.6 * h, Math.min(y, same.box[1]));
  return { class: human.class, box: [x, top, w, y + h - top] };
}

const rides = (o: LabelledBox, ridden: LabelledBox[]) =>
  o.class === 'person' && ridden.some((r) => r.class === 'motorbike' && isRiding(o.box, r.box));
