import { readFileSync } from 'node:fs';

/**
 * Instructions that multiply bytes and add them up in 32 bits (Intel and AMD: VNNI, AMX; ARM: dot product). Without them ONNX
 * Runtime adds in 16 bits, which is no faster than float and may overflow: what a network in integers says is wrong then.
 */
const INSTRUCTIONS = ['avx512_vnni', 'avx_vnni', 'amx_int8', 'asimddp'];

/** @param cpuinfo text of Linux' `/proc/cpuinfo` */
export function multipliesBytes(cpuinfo: string): boolean {
  const features = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1]?.split(' ') ?? [];
  return INSTRUCTIONS.some((name) => features.includes(name));
}

/** The same of this machine; false where nobody can tell. */
export function processorMultipliesBytes(): boolean {
  try {
    return multipliesBytes(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}
