import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DetectorEntry } from '../detect/detector-entry.ts';
import { readModel } from './model-file.ts';
import { Network } from './network.ts';

const manifest = fileURLToPath(new URL('../../../models/manifest.json', import.meta.url));
const { bytes, entry } = readModel(manifest, 'road-user-detector-small', DetectorEntry);
const { name, width, height } = entry.input;
const shape = [1, height, width, 3];
const picture = new Uint8Array(height * width * 3);

test('whoever asks goes on with other work until the answer comes', async () => {
  const network = await Network.open(bytes);
  const done: string[] = [];
  setImmediate(() => done.push('other work'));
  const outputs = await network.run(name, picture, shape);
  expect(outputs[entry.output.name]?.dims.at(-1)).toBe(6);
  expect(done).toEqual(['other work']);
  await network.close();
});

test('only the picture is sent, not the memory that it is a part of, and it stays the caller’s', async () => {
  const network = await Network.open(bytes);
  const frame = new Uint8Array(picture.length * 2).fill(90);
  const part = frame.subarray(picture.length);
  const [first, second] = await Promise.all([network.run(name, part, shape), network.run(name, part, shape)]);
  expect(frame.every((value) => value === 90)).toBe(true);
  expect(first).toEqual(second);
  await network.close();
});

test('a question that it cannot answer is refused in its own words, the next is answered', async () => {
  const network = await Network.open(bytes);
  await expect(network.run('no such input', picture, shape)).rejects.toThrow(/input/i);
  await expect(network.run(name, picture, shape)).resolves.toHaveProperty(entry.output.name);
  await network.close();
});

test('when its thread has ended, nobody waits for ever', async () => {
  const network = await Network.open(bytes);
  const asked = network.run(name, picture, shape);
  const answered = expect(asked).rejects.toThrow('its thread ended');
  await network.close();
  await answered;
  await expect(network.run(name, picture, shape)).rejects.toThrow('its thread ended');
});

test('bytes that are no network are refused', async () => {
  await expect(Network.open(readFileSync(manifest))).rejects.toThrow(/protobuf/i);
});

test.runIf(process.platform === 'linux')(
  'decoders and whoever is in a hurry go before its thread',
  async () => {
    const network = await Network.open(bytes);
    const nice = readdirSync('/proc/self/task').map((task) => niceOf(`/proc/self/task/${task}/stat`));
    expect(nice.filter((one) => one > niceOf('/proc/thread-self/stat'))).not.toHaveLength(0);
    await network.close();
  },
);

/** How ready to wait a thread is (`man 5 proc`): the 19th field, counted behind its name. */
function niceOf(stat: string): number {
  return Number(readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ')[16]);
}
