import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Credentials } from '../camera/rtsp/http-auth.ts';
import { DiscoveryServer } from './discovery-server.ts';
import { Gate, type GateKind } from './gate.ts';
import { OnvifServer } from './onvif-server.ts';
import { PtzHead, type HeadPreset } from './ptz-head.ts';
import type { FeedOptions } from './rtp-feed.ts';
import { RtspServer } from './rtsp-server.ts';

export interface SimulatedOptions {
  host?: string;
  /** 0 or nothing: any free one. */
  rtspPort?: number;
  credentials?: Credentials;
  gate?: GateKind;
  /** How the main stream is encoded; as the recording is when nothing is said. */
  main?: FeedOptions;
  /** Offer a smaller second stream as `/sub`. */
  sub?: FeedOptions;
  /** ONVIF services; none when undefined. */
  onvif?: {
    port?: number;
    /** Passwords in the message (WS-UsernameToken), or by HTTP digest. */
    security?: 'message' | 'http';
    /** The camera's clock minus the real one, ms. */
    clockOffsetMs?: number;
    /** A head with these presets; each may show a recording of its own. */
    presets?: (HeadPreset & { video?: string })[];
    moveMs?: number;
    /** Answer WS-Discovery. */
    discovery?: boolean;
  };
}

/** A camera made of a recording, so that demos, trainings and tests need no hardware. */
export interface SimulatedCamera {
  /** Main stream. */
  url: string;
  subUrl: string | undefined;
  /** `http://host:port/onvif/device_service`. */
  onvifUrl: string | undefined;
  /** The head, to be moved by hand; its picture follows only when it is sent to a preset. */
  head: PtzHead | undefined;
  /** Reports an event (motion, tampering) to whoever pulls. */
  raise(topic: string, value: string): void;
  freeze(frozen: boolean): void;
  stop(): Promise<void>;
}

/** Starts it, on loopback unless told otherwise. Throws BAD_VIDEO. */
export async function startSimulatedCamera(
  video: string,
  options: SimulatedOptions = {},
): Promise<SimulatedCamera> {
  const { host = '127.0.0.1', rtspPort = 0, gate = 'digest', onvif } = options;
  const streams = {
    '/live': { video, ...options.main },
    ...(options.sub && { '/sub': { video, ...options.sub } }),
  };
  const rtspGate = new Gate(gate, options.credentials);
  const rtsp = await RtspServer.start(streams, rtspGate, { host, port: rtspPort });
  const base = `rtsp://${host}:${rtsp.port}`;
  const subUrl = options.sub && `${base}/sub`;
  const head = onvif?.presets && new PtzHead(onvif.presets, onvif.moveMs ?? 1_500);
  const events: { topic: string; value: string }[] = [];
  const services = onvif && (await startOnvif());
  const discovery =
    services && onvif.discovery
      ? await DiscoveryServer.start(host, `${services.base}/onvif/device_service`)
      : undefined;
  const follow = head && followHead(head);

  function startOnvif(): Promise<OnvifServer> {
    const urls = [
      { token: 'main', url: `${base}/live` },
      ...(subUrl === undefined ? [] : [{ token: 'sub', url: subUrl }]),
    ];
    return OnvifServer.start({
      ...{
        host,
        port: onvif?.port ?? 0,
        credentials: options.credentials,
        gate: new Gate('digest', options.credentials),
      },
      security: onvif?.security ?? 'message',
      facts: (at) => ({
        base: at,
        streams: urls.map((one) => ({ ...one, width: 1920, height: 1080, fps: 15 })),
        nowMs: () => Date.now() + (onvif?.clockOffsetMs ?? 0),
        head,
        events: () => events.splice(0),
      }),
      snapshot: () => stillOf(video),
    });
  }

  /** Shows each preset's own recording once the head has arrived there. */
  function followHead(of: PtzHead): NodeJS.Timeout {
    let shown = video;
    return setInterval(() => {
      if (of.moving) return;
      const at = JSON.stringify(of.position);
      const there = onvif?.presets?.find(({ position }) => JSON.stringify(position) === at)?.video ?? video;
      if (there === shown) return;
      shown = there;
      void rtsp.show('/live', there, options.main ?? {}).catch(() => undefined);
    }, 100);
  }

  let stopped = false;
  return {
    url: `${base}/live`,
    subUrl,
    onvifUrl: services && `${services.base}/onvif/device_service`,
    head,
    raise: (topic, value) => events.push({ topic, value }),
    freeze: (frozen) => {
      rtsp.freeze(frozen);
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      clearInterval(follow);
      discovery?.stop();
      await services?.stop();
      await rtsp.stop();
    },
  };
}

/** The first picture of a recording, JPEG. */
async function stillOf(video: string): Promise<Buffer> {
  const args = [
    '-v',
    'error',
    '-i',
    video,
    '-frames:v',
    '1',
    '-f',
    'image2',
    '-c:v',
    'mjpeg',
    '-q:v',
    '5',
    '-',
  ];
  const { stdout } = await promisify(execFile)('ffmpeg', args, { encoding: 'buffer', maxBuffer: 20_000_000 });
  return stdout;
}
