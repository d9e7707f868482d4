import { bundlePaths, canonicalJson } from '@vamco/contracts';
import { writeZip } from '../../central/bundle/src/container/write-zip.ts';
import type { Dice } from './random.ts';
import { pack, unpack } from './unpacked.ts';

const LOCAL = Buffer.from('PK\u0003\u0004');

function noise(dice: Dice, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => dice.below(256)));
}

/** A bundle in which one document has other bytes, packed as it should be. */
function withDocument(bundle: Buffer, dice: Dice, text: string | Buffer): Buffer {
  const files = unpack(bundle);
  const path = dice.pick([bundlePaths.index, bundlePaths.manifest, bundlePaths.chain, bundlePaths.record]);
  return pack(files.set(path, Buffer.from(text)));
}

function document(bundle: Buffer, dice: Dice): string {
  const files = unpack(bundle);
  const path = dice.pick([bundlePaths.index, bundlePaths.manifest, bundlePaths.chain, bundlePaths.record]);
  return (files.get(path) ?? '').toString();
}

/** Files made to harm who opens them. None is a bundle; each must end in a plain refusal. */
export const fuzz: Record<string, (bundle: Buffer, dice: Dice) => Buffer> = {
  noise: (_, dice) => noise(dice, dice.below(4000)),
  'noise behind a header': (_, dice) => Buffer.concat([LOCAL, noise(dice, dice.below(4000))]),
  'many bits': (bundle, dice) => {
    const bytes = Buffer.from(bundle);
    for (let n = 0; n < 50; n += 1) bytes[dice.below(bytes.length)] = dice.below(256);
    return bytes;
  },
  'zip slip': (bundle, dice) => {
    const name = dice.pick([
      '../../../etc/passwd',
      '/etc/passwd',
      'files/../../x',
      'C:\\x',
      'files/\u202eslip',
      '..',
    ]);
    return pack(unpack(bundle).set(name, Buffer.from('x')));
  },
  'a bomb that says how large it is': (bundle, dice) => {
    const bytes = Buffer.from(bundle);
    const at = dice.below(2) === 0 ? 18 : 22;
    bytes.writeUInt32LE(0xffffffff - dice.below(1000), at);
    if (dice.below(2) === 0) bytes.writeUInt16LE(8, 8);
    return bytes;
  },
  'a bomb of compressed zeros': (_, dice) => {
    const header = Buffer.alloc(30);
    LOCAL.copy(header);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(1000, 18);
    header.writeUInt32LE(4_000_000_000, 22);
    header.writeUInt16LE(9, 26);
    return Buffer.concat([header, Buffer.from('files/a.b'), noise(dice, 1000)]);
  },
  'thousands of files': (_, dice) =>
    Buffer.concat(
      writeZip(
        new Map(Array.from({ length: 3000 + dice.below(2000) }, (__, n) => [`files/${n}`, Buffer.from('x')])),
      ),
    ),
  'deep JSON': (bundle, dice) => {
    const depth = 1000 + dice.below(100_000);
    return withDocument(bundle, dice, dice.below(2) === 0 ? '['.repeat(depth) : '{"a":'.repeat(depth));
  },
  'deep JSON, closed': (bundle, dice) => {
    const depth = 1000 + dice.below(100_000);
    return withDocument(bundle, dice, '['.repeat(depth) + ']'.repeat(depth));
  },
  'wide JSON': (bundle, dice) =>
    withDocument(bundle, dice, `{"files":[${Array.from({ length: 60_000 }, () => '{}').join(',')}]}`),
  'large JSON': (bundle, dice) => withDocument(bundle, dice, `"${'x'.repeat(3_000_000 + dice.below(1000))}"`),
  'duplicate keys': (bundle, dice) => {
    const text = document(bundle, dice);
    return withDocument(bundle, dice, `{"schema":"x",${text.slice(1)}`);
  },
  'keys of JavaScript': (bundle, dice) => {
    const text = document(bundle, dice);
    const key = dice.pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty']);
    return withDocument(bundle, dice, `{"${key}":{"polluted":true},${text.slice(1)}`);
  },
  'numbers that are none': (bundle, dice) => {
    const number = dice.pick(['1e999', '-0', '1e-999', '00', '0x10', 'NaN', '9'.repeat(5000), '1.0']);
    return withDocument(bundle, dice, document(bundle, dice).replace(/":\d+/, `":${number}`));
  },
  'no UTF-8': (bundle, dice) =>
    withDocument(bundle, dice, Buffer.concat([Buffer.from('{"a":"'), noise(dice, 40), Buffer.from('"}')])),
  'half a letter': (bundle, dice) => withDocument(bundle, dice, '{"a":"\\ud800"}'),
  'a byte order mark': (bundle, dice) => withDocument(bundle, dice, `\ufeff${document(bundle, dice)}`),
  'other types': (bundle, dice) => {
    const value = dice.pick([null, true, 7, 'text', [], {}, [[[]]], { schema: 'evidence.manifest.v1' }]);
    return withDocument(bundle, dice, canonicalJson(value));
  },
  'keys that are none': (bundle, dice) => {
    const pem = dice.pick(['', '-----BEGIN PUBLIC KEY-----\n', 'x'.repeat(900), '\u0000'.repeat(100)]);
    const path = dice.pick([bundlePaths.boxKey, bundlePaths.exporterKey]);
    return pack(unpack(bundle).set(path, Buffer.from(pem)));
  },
  'long names': (_, dice) =>
    Buffer.concat(writeZip(new Map([['f'.repeat(60_000 + dice.below(5000)), Buffer.from('x')]]))),
};
