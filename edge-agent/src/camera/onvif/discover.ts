import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';

const GROUP = '239.255.255.250';
const PORT = 3702;
const MAX_DEVICES = 500;

/** A device that answered. Its word only: nothing here is followed. */
export interface FoundDevice {
  /** Address that the answer came from. */
  ip: string;
  name: string;
  hardware: string;
  /** Where it says that its services are. */
  services: string[];
}

/**
 * Asks every network card for ONVIF devices (WS-Discovery) and collects answers for a while.
 * @param cards addresses of own network cards; all of them but loopback by default
 */
export async function discover(waitMs: number, cards: string[] = ownCards()): Promise<FoundDevice[]> {
  const found = new Map<string, FoundDevice>();
  await Promise.all(
    cards.map(
      (card) =>
        new Promise<void>((done) => {
          const socket = createSocket('udp4');
          socket.on('error', () => {
            socket.close();
            done();
          });
          socket.on('message', (bytes, from) => {
            const device = readMatch(bytes.subarray(0, 65_536).toString('utf8'), from.address);
            if (device && found.size < MAX_DEVICES)
              found.set(`${device.ip} ${device.services.join(' ')}`, device);
          });
          socket.bind(0, card, () => {
            socket.setMulticastInterface(card);
            const send = () => {
              socket.send(probe(), PORT, GROUP);
            };
            send();
            // One datagram may get lost.
            const again = setTimeout(send, waitMs / 3);
            setTimeout(() => {
              clearTimeout(again);
              socket.close();
              done();
            }, waitMs);
          });
        }),
    ),
  );
  return [...found.values()].sort((a, b) => a.ip.localeCompare(b.ip, 'en', { numeric: true }));
}

function ownCards(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

function readMatch(text: string, ip: string): FoundDevice | undefined {
  const services = /<(?:\w+:)?XAddrs[^>]*>([^<]{1,2000})</.exec(text)?.[1]?.trim().split(/\s+/).slice(0, 8);
  if (!services) return undefined;
  const scope = (kind: string) => {
    const value = new RegExp(`onvif://www\\.onvif\\.org/${kind}/([^\\s<]{1,80})`).exec(text)?.[1] ?? '';
    try {
      return decodeURIComponent(value).replaceAll('_', ' ');
    } catch {
      return value;
    }
  };
  return { ip, name: scope('name'), hardware: scope('hardware'), services };
}

function probe(): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header><s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>`;
}
