import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { CameraFault } from './camera-fault.ts';

/** Where a camera really is: looked up once, so that a name cannot lead elsewhere later (DNS rebinding). */
export interface PinnedAddress {
  /** As configured. */
  host: string;
  ip: string;
  port: number;
}

/** Addresses that a name may never lead to: this machine, link-local, metadata services, multicast. */
const inward = new BlockList();
inward.addSubnet('127.0.0.0', 8);
inward.addSubnet('0.0.0.0', 8);
inward.addSubnet('169.254.0.0', 16);
inward.addSubnet('224.0.0.0', 3);
inward.addAddress('::', 'ipv6');
inward.addAddress('::1', 'ipv6');
inward.addSubnet('fe80::', 10, 'ipv6');
inward.addSubnet('ff00::', 8, 'ipv6');
inward.addSubnet('::ffff:0:0', 96, 'ipv6');
inward.addAddress('fd00:ec2::254', 'ipv6');

/** Where cloud machines hand out their secrets: refused even when someone writes it out. */
const METADATA = '169.254.169.254';

/**
 * Looks the host of an address up and pins it. A literal address is taken as the technician wrote it, and
 * so is `localhost`; a name (a number such as 2130706433 is one, too) must lead outward.
 * Throws CameraFault: `no-name`, `forbidden-address`.
 */
export async function pinAddress(address: string, defaultPort: number): Promise<PinnedAddress> {
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const at = port === '' ? defaultPort : Number(port);
  if (host === METADATA) throw new CameraFault('forbidden-address');
  if (host === 'localhost') return { host, ip: '127.0.0.1', port: at };
  if (isIP(host) !== 0) return { host, ip: host, port: at };
  const found = await lookup(host).catch((cause: unknown) => {
    throw new CameraFault('no-name', { cause });
  });
  if (isInward(found.address)) throw new CameraFault('forbidden-address');
  return { host, ip: found.address, port: at };
}

/** Whether an address leads to this machine or its neighbourhood only. */
export function isInward(ip: string): boolean {
  return inward.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
}
