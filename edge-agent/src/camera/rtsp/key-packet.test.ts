import { expect, test } from 'vitest';
import { beginsKeyPicture } from './key-packet.ts';

const rtp = (...payload: number[]) => Buffer.from([0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, ...payload]);

test('H.264: whole units, several in one, parts of one', () => {
  expect(beginsKeyPicture(rtp(0x65, 0, 0), 'H264')).toBe(true);
  expect(beginsKeyPicture(rtp(0x67, 0, 0), 'H264')).toBe(true);
  expect(beginsKeyPicture(rtp(0x41, 0, 0), 'H264')).toBe(false);
  // STAP-A of a delimiter and a parameter set; of two slices.
  expect(beginsKeyPicture(rtp(0x18, 0, 2, 0x09, 0xf0, 0, 2, 0x67, 1), 'H264')).toBe(true);
  expect(beginsKeyPicture(rtp(0x18, 0, 2, 0x41, 0xf0, 0, 2, 0x41, 1), 'H264')).toBe(false);
  // FU-A: the first part of a key picture, a later one, the first of another picture.
  expect(beginsKeyPicture(rtp(0x7c, 0x85, 0), 'H264')).toBe(true);
  expect(beginsKeyPicture(rtp(0x7c, 0x05, 0), 'H264')).toBe(false);
  expect(beginsKeyPicture(rtp(0x7c, 0x81, 0), 'H264')).toBe(false);
});

test('H.265: whole units, several in one, parts of one', () => {
  expect(beginsKeyPicture(rtp(19 << 1, 1, 0), 'H265')).toBe(true);
  expect(beginsKeyPicture(rtp(32 << 1, 1, 0), 'H265')).toBe(true);
  expect(beginsKeyPicture(rtp(1 << 1, 1, 0), 'H265')).toBe(false);
  expect(beginsKeyPicture(rtp(48 << 1, 1, 0, 3, 33 << 1, 1, 0), 'H265')).toBe(true);
  expect(beginsKeyPicture(rtp(49 << 1, 1, 0x80 | 21, 0), 'H265')).toBe(true);
  expect(beginsKeyPicture(rtp(49 << 1, 1, 21, 0), 'H265')).toBe(false);
});

test('behind contributing sources and a header extension; nothing in what is cut short or of another codec', () => {
  const head = [0x91, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0xbe, 0xde, 0, 1, 0, 0, 0, 0];
  expect(beginsKeyPicture(Buffer.from([...head, 0x65, 0]), 'H264')).toBe(true);
  for (let length = 0; length < head.length; length += 1)
    expect(beginsKeyPicture(Buffer.from(head.slice(0, length)), 'H264')).toBe(false);
  expect(beginsKeyPicture(rtp(0x18, 0xff), 'H264')).toBe(false);
  expect(beginsKeyPicture(rtp(0x65, 0), 'other')).toBe(false);
});
