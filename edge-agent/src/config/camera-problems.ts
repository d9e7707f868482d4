import type { CameraConfig, Problem } from '@vamco/contracts';

/** What the schema cannot say of a camera: parts that need one another. */
export function cameraProblems(camera: CameraConfig): Problem[] {
  const ids = new Set(camera.presets.map(({ id }) => id));
  const stops = camera.tour?.stops ?? [];
  return [
    ...camera.presets.flatMap(({ id }, index) =>
      camera.presets.findIndex((preset) => preset.id === id) === index
        ? []
        : [{ path: `presets/${index}/id`, message: `"${id}" is used twice` }],
    ),
    ...stops.flatMap(({ preset }, index) =>
      ids.has(preset)
        ? []
        : [{ path: `tour/stops/${index}/preset`, message: `"${preset}" is no preset of this camera` }],
    ),
    ...(camera.presets.length > 1 && (camera.kind !== 'ptz' || camera.onvifUrl === undefined)
      ? [
          {
            path: 'presets',
            message: 'several presets need kind: ptz and onvifUrl, or nobody knows which one holds',
          },
        ]
      : []),
    ...(camera.tour && (camera.kind !== 'ptz' || camera.onvifUrl === undefined)
      ? [{ path: 'tour', message: 'needs kind: ptz and onvifUrl' }]
      : []),
    ...(camera.clip.send === 'always' && !isRecorded(camera)
      ? [
          {
            path: 'clip/send',
            message: 'needs a stream (rtsp) and clipMegabytes, or there is nothing to send',
          },
        ]
      : []),
    ...(camera.substreamUrl !== undefined && !camera.streamUrl.startsWith('rtsp')
      ? [{ path: 'substreamUrl', message: 'a recording has no second stream' }]
      : []),
    ...(camera.burntIn ? regionProblems(camera.burntIn.clock, 'burntIn/clock') : []),
    ...(camera.burntIn?.name ? regionProblems(camera.burntIn.name.region, 'burntIn/name/region') : []),
  ];
}

/** Is the newest part of the stream kept, so that cases get clips? */
export function isRecorded({ streamUrl, clipMegabytes }: CameraConfig): boolean {
  return clipMegabytes > 0 && streamUrl.startsWith('rtsp');
}

/** A line of text that a camera writes is wider than this part of the picture, and higher. */
const [MIN_WIDTH, MIN_HEIGHT] = [0.02, 0.01];

function regionProblems([x = 0, y = 0, w = 0, h = 0]: readonly number[], path: string): Problem[] {
  if (x + w > 1 || y + h > 1)
    return [{ path, message: '[x, y, w, h] reaches out of the picture: x + w and y + h are at most 1' }];
  return w < MIN_WIDTH || h < MIN_HEIGHT
    ? [{ path, message: '[x, y, w, h] is too small to hold a line of text' }]
    : [];
}
