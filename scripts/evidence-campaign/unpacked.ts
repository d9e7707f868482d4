import type { KeyObject } from 'node:crypto';
import {
  bundleInput,
  bundlePaths,
  canonicalJson,
  checkpointInput,
  type BundleChain,
  type BundleIndex,
} from '@vamco/contracts';
import { publicPem, sha256, signText } from '@vamco/bundle';
import { writeZip } from '../../central/bundle/src/container/write-zip.ts';
import { LOCAL_HEADER } from '../../central/bundle/src/container/zip-layout.ts';

/** The files of a bundle, to be changed and packed again as a skilled forger would. */
export type Unpacked = Map<string, Buffer>;

export function unpack(zip: Buffer): Unpacked {
  const files: Unpacked = new Map();
  for (let offset = 0; zip.readUInt32LE(offset) === 0x04034b50;) {
    const begins = offset + LOCAL_HEADER + zip.readUInt16LE(offset + 26);
    const ends = begins + zip.readUInt32LE(offset + 22);
    files.set(zip.toString('utf8', offset + LOCAL_HEADER, begins), Buffer.from(zip.subarray(begins, ends)));
    offset = ends;
  }
  return files;
}

/** The file whose header or bytes lie at this place; empty behind the last. */
export function pathAt(zip: Buffer, at: number): string {
  let ends = 0;
  for (const [path, bytes] of unpack(zip)) {
    ends += LOCAL_HEADER + Buffer.byteLength(path) + bytes.length;
    if (at < ends) return path;
  }
  return '';
}

export const pack = (files: Unpacked): Buffer => Buffer.concat(writeZip(files));

export function json(files: Unpacked, path: string): unknown {
  return JSON.parse((files.get(path) ?? Buffer.from('null')).toString());
}

export const chainOf = (files: Unpacked) => json(files, bundlePaths.chain) as BundleChain;

export function setJson(files: Unpacked, path: string, value: unknown): void {
  files.set(path, Buffer.from(canonicalJson(value)));
}

/** Writes the list of files anew, so that every hash fits; with a key it is signed, without one the old signature stays. */
export function listAnew(files: Unpacked, key?: KeyObject): void {
  const index = json(files, bundlePaths.index) as BundleIndex;
  const listed = [...files]
    .filter(([path]) => path !== bundlePaths.index)
    .map(([path, bytes]) => ({ path, sha256: sha256(bytes), bytes: bytes.length }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = sha256(files.get(bundlePaths.manifest) ?? '');
  const { sig, ...unsigned } = { ...index, files: listed, manifest };
  setJson(files, bundlePaths.index, {
    ...unsigned,
    sig: key ? signText(bundleInput(unsigned), key) : sig,
  });
}

/** All that the maker of a bundle signs, signed with another key. */
export function signAnew(files: Unpacked, key: KeyObject): void {
  files.set(bundlePaths.exporterKey, Buffer.from(publicPem(key)));
  const chain = chainOf(files);
  const { checkpoint } = chain;
  const sig = signText(checkpointInput(checkpoint), key);
  setJson(files, bundlePaths.chain, { ...chain, checkpoint: { ...checkpoint, sig } });
  listAnew(files, key);
}
