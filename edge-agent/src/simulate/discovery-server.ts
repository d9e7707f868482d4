import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { element, envelope } from './onvif-answers.ts';

const GROUP = '239.255.255.250';
const PORT = 3702;

/** Answers WS-Discovery probes for one simulated device. */
export class DiscoveryServer {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @param host address of the network card to listen on; loopback by default elsewhere */
  static async start(host: string, serviceUrl: string, port = PORT): Promise<DiscoveryServer> {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    const urn = `urn:uuid:${randomUUID()}`;
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => {
      const text = bytes.toString('utf8');
      if (!/<(?:\w+:)?Probe[\s>/]/.test(text)) return;
      socket.send(
        envelope(match(urn, serviceUrl), head(element(text, 'MessageID') ?? '')),
        from.port,
        from.address,
      );
    });
    socket.bind(port);
    await once(socket, 'listening');
    socket.addMembership(GROUP, host);
    return new DiscoveryServer(socket);
  }

  stop(): void {
    this.#socket.close();
  }
}

function head(relatesTo: string): string {
  return `<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:RelatesTo>${relatesTo}</a:RelatesTo>`;
}

function match(urn: string, serviceUrl: string): string {
  const scopes =
    'onvif://www.onvif.org/name/VamCo_simulated onvif://www.onvif.org/hardware/sim onvif://www.onvif.org/location/';
  return `<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${urn}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${scopes}</d:Scopes><d:XAddrs>${serviceUrl}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches>`;
}
