import { once } from 'node:events';
import { Command } from 'commander';
import { requireFfmpeg } from '../camera/ffmpeg.ts';
import { readCredentials } from '../camera/stream-source.ts';
import { startSimulatedCamera } from '../simulate/simulated-camera.ts';
import { printJson, printLine } from './print.ts';

/** `vamco camera simulate VIDEO`: a camera made of a recording, until Ctrl-C. */
export function cameraSimulateCommand(): Command {
  return new Command('simulate')
    .description('play a recording as a camera: RTSP (TCP, UDP) and ONVIF with discovery, presets and events')
    .argument('<video>', 'video file')
    .option('--json', 'its addresses as one JSON line')
    .option('--host <address>', 'own address to listen on', '127.0.0.1')
    .option('--rtsp-port <n>', 'RTSP port', '8554')
    .option('--onvif-port <n>', 'ONVIF port', '8080')
    .option('--credentials <file>', 'file with user:password on one line; without it the camera is open')
    .option('--sub-height <n>', 'height of the second stream, pixels; 0 for none', '360')
    .action(
      async (
        video: string,
        options: {
          json?: boolean;
          host: string;
          rtspPort: string;
          onvifPort: string;
          credentials?: string;
          subHeight: string;
        },
      ) => {
        requireFfmpeg();
        const height = Number(options.subHeight);
        const camera = await startSimulatedCamera(video, {
          ...{ host: options.host, rtspPort: Number(options.rtspPort) },
          ...(options.credentials !== undefined && { credentials: readCredentials(options.credentials) }),
          ...(height > 0 && { sub: { height } }),
          onvif: { port: Number(options.onvifPort), discovery: true, presets: PRESETS },
        });
        const { url, subUrl, onvifUrl } = camera;
        if (options.json) printJson({ url, subUrl, onvifUrl });
        else for (const address of [url, subUrl, onvifUrl]) if (address !== undefined) printLine(address);
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
        await camera.stop();
      },
    );
}

const PRESETS = [
  { token: '1', name: 'home', position: { pan: 0, tilt: 0, zoom: 0 } },
  { token: '2', name: 'left', position: { pan: -0.4, tilt: 0, zoom: 0 } },
  { token: '3', name: 'right, close', position: { pan: 0.4, tilt: -0.1, zoom: 0.5 } },
];
