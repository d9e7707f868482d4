import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

/** Two lines through the middle: without a scene, vehicles are only counted. */
const countOnly = {
  lines: [
    { id: 'across', kind: 'count', from: [0, 0.6], to: [1, 0.6], forward: [0, 1] },
    { id: 'along', kind: 'count', from: [0.5, 0], to: [0.5, 1], forward: [1, 0] },
  ],
};

/** The site of the demo: one box, one camera. */
export function siteFile(parts: {
  scene: string | undefined;
  streamUrl: string;
  broker: string;
  media: string;
}): string {
  const document =
    parts.scene === undefined ? undefined : (parse(readFileSync(parts.scene, 'utf8')) as { scene?: object });
  return stringify({
    version: 1,
    site: {
      id: 'demo-site',
      name: 'Đường 30/4, Tây Ninh (mô phỏng)',
      location: { lat: 11.3101, lon: 106.0983 },
    },
    box: { id: 'demo-box' },
    uplink: { broker: parts.broker, media: parts.media },
    cameras: [
      {
        id: 'cam-01',
        name: 'Camera 01',
        kind: 'traffic',
        streamUrl: parts.streamUrl,
        detectFps: 6,
        presets: [{ id: 'home', scene: document?.scene ?? document ?? countOnly }],
      },
    ],
  });
}
