import type { KeyObject } from 'node:crypto';
import { bundlePaths, checkpointInput } from '@vamco/contracts';
import { sealHash, signText } from '@vamco/bundle';
import type { Dice } from './random.ts';
import { changeLeaf, swapItems } from './change-json.ts';
import {
  chainOf,
  json,
  listAnew,
  pack,
  pathAt,
  setJson,
  signAnew,
  unpack,
  type Unpacked,
} from './unpacked.ts';

/** What a forger has at hand: two bundles of one box, one of another, a key of his own, and for some acts the centre’s. */
export interface Material {
  bundle: Buffer;
  sameBox: Buffer;
  otherBox: Buffer;
  ownKey: KeyObject;
  centreKey: KeyObject;
}

/** A changed bundle, and the place that the verifier must name. */
export interface Mutant {
  bytes: Buffer;
  where: RegExp;
}

const documents = [bundlePaths.manifest, bundlePaths.clip, bundlePaths.chain, bundlePaths.record] as const;
const pictures = [
  'files/after.jpg',
  'files/at.jpg',
  'files/before.jpg',
  'files/clip.mp4',
  'files/plate.jpg',
] as const;
const place = (path: string) => new RegExp(path.replaceAll('.', '\\.'));

/** Who repacks may also write the list of files anew, or sign everything with a key of his own. */
function disguise(files: Unpacked, dice: Dice, { ownKey }: Material): void {
  const skill = dice.below(3);
  if (skill === 1) listAnew(files);
  if (skill === 2) signAnew(files, ownKey);
}

function inDocument(change: (value: unknown, dice: Dice) => boolean) {
  return (material: Material, dice: Dice): Mutant => {
    const files = unpack(material.bundle);
    let path = dice.pick(documents);
    let value = json(files, path);
    // Not every document has what this kind of change needs.
    while (!change(value, dice)) {
      path = dice.pick(documents);
      value = json(files, path);
    }
    setJson(files, path, value);
    disguise(files, dice, material);
    // A checkpoint signed anew, or a list, may hide the document; who made the bundle is then the place.
    return { bytes: pack(files), where: new RegExp(`${place(path).source}|keys/exporter`) };
  };
}

/** Each kind of tampering that the campaign tries. */
export const mutations: Record<string, (material: Material, dice: Dice) => Mutant> = {
  byte: ({ bundle }, dice) => {
    const bytes = Buffer.from(bundle);
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
    return { bytes, where: new RegExp(`${place(pathAt(bundle, at)).source}|byte`) };
  },
  'byte, repacked': (material, dice) => {
    const files = unpack(material.bundle);
    const path = dice.pick([...files.keys()]) ?? '';
    const data = files.get(path) ?? Buffer.alloc(1);
    const at = dice.below(data.length);
    data[at] = (data[at] ?? 0) ^ (1 << dice.below(8));
    return { bytes: pack(files), where: place(path) };
  },
  field: inDocument(changeLeaf),
  order: inDocument(swapItems),
  drop: (material, dice) => {
    const files = unpack(material.bundle);
    const path = dice.pick([...documents, ...pictures, bundlePaths.boxKey]);
    files.delete(path);
    // Without its record, or that of its clip, a bundle made by the centre’s own key would be whole: only the list knows.
    const known: string[] = [bundlePaths.record, bundlePaths.chain, bundlePaths.clip];
    if (!known.includes(path)) disguise(files, dice, material);
    return { bytes: pack(files), where: new RegExp(`${place(path).source}|keys/exporter`) };
  },
  swap: (material, dice) => {
    const files = unpack(material.bundle);
    const first = dice.below(pictures.length);
    const [a, b] = [
      pictures[first] ?? '',
      pictures[(first + 1 + dice.below(pictures.length - 1)) % pictures.length] ?? '',
    ];
    const [one, other] = [files.get(a), files.get(b)];
    if (one && other) files.set(a, other).set(b, one);
    disguise(files, dice, material);
    return { bytes: pack(files), where: place(a) };
  },
  'another case of this box': (material, dice) => {
    const files = unpack(material.bundle);
    const other = unpack(material.sameBox);
    // Neighbouring cases may show the same chain: that one is no tampering.
    const path = dice.pick([bundlePaths.manifest, bundlePaths.clip, bundlePaths.record, ...pictures]);
    files.set(path, other.get(path) ?? Buffer.alloc(1));
    // Somebody at the centre, with its key, puts the wrong record to a case.
    if (dice.below(2) === 0) listAnew(files, material.centreKey);
    else disguise(files, dice, material);
    return { bytes: pack(files), where: /manifest|clip|chain|record|files\/|keys\/exporter/ };
  },
  'replay from another box': (material, dice) => {
    const files = unpack(material.bundle);
    const other = unpack(material.otherBox);
    const path = dice.pick([...documents, ...pictures, bundlePaths.boxKey]);
    files.set(path, other.get(path) ?? Buffer.alloc(1));
    if (dice.below(2) === 0) listAnew(files, material.centreKey);
    else disguise(files, dice, material);
    return { bytes: pack(files), where: /manifest|clip|chain|record|files\/|keys\// };
  },
  'bundle of another centre': (material) => {
    const files = unpack(material.otherBox);
    signAnew(files, material.ownKey);
    return { bytes: pack(files), where: /keys\/exporter/ };
  },
  'truncated zip': ({ bundle }, dice) => ({
    bytes: Buffer.from(bundle.subarray(0, dice.below(bundle.length))),
    where: /byte|no bundle/,
  }),
  'truncated tail': (material, dice) => {
    const files = unpack(material.bundle);
    const chain = chainOf(files);
    const seals = chain.seals.slice(0, -1 - dice.below(Math.max(1, chain.seals.length - 2)));
    setJson(files, bundlePaths.chain, { ...chain, seals });
    if (dice.below(2) === 0) listAnew(files, material.centreKey);
    else disguise(files, dice, material);
    return { bytes: pack(files), where: /chain\.json|keys\/exporter/ };
  },
  'seal dropped or doubled': (material, dice) => {
    const files = unpack(material.bundle);
    const chain = chainOf(files);
    // Without the seal before it a case is no less whole; who signs for the centre may leave that one out.
    const insider = dice.below(2) === 0;
    const at = insider ? 1 + dice.below(chain.seals.length - 2) : dice.below(chain.seals.length - 1);
    const again = chain.seals.slice(at, at + 1);
    if (dice.below(2) === 0) chain.seals.splice(at, 1);
    else chain.seals.splice(at, 0, ...again);
    setJson(files, bundlePaths.chain, chain);
    if (insider) listAnew(files, material.centreKey);
    else disguise(files, dice, material);
    // That the seal before the case was left out shows in the signature of the list alone.
    return { bytes: pack(files), where: /chain\.json|bundle\.json|keys\/exporter/ };
  },
  'forged checkpoint': (material, dice) => {
    const files = unpack(material.bundle);
    const chain = chainOf(files);
    const { sig, ...checkpoint } = chain.checkpoint;
    const first = chain.seals[0];
    // It vouches for an earlier end, or for an end that never was; signed with a key that is not the centre’s.
    const forged =
      dice.below(2) === 0 && first
        ? { ...checkpoint, seq: first.seq, head: sealHash(first) }
        : { ...checkpoint, head: 'f'.repeat(64), seq: checkpoint.seq + dice.below(3) };
    const kept = dice.below(2) === 0;
    const signature = kept ? sig : signText(checkpointInput(forged), material.ownKey);
    setJson(files, bundlePaths.chain, { ...chain, checkpoint: { ...forged, sig: signature } });
    if (dice.below(2) === 0) listAnew(files, material.centreKey);
    else listAnew(files);
    return { bytes: pack(files), where: /chain\.json checkpoint/ };
  },
};
