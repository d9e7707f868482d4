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
  ];
}

/** Is the newest part of the stream kept, so that cases get clips? */
export function isRecorded({ streamUrl, clipMegabytes }: CameraConfig): boolean {
  return clipMegabytes > 0 && streamUrl.startsWith('rtsp');
}
