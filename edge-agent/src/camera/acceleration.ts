import type { VideoMedia } from './rtsp/sdp.ts';

/** Which unit decodes: the processor, or a named one beside it. */
export type Acceleration = 'none' | 'vaapi' | 'qsv' | 'cuda' | 'rkmpp';

/** ffmpeg's options, before the input, that decode there. */
export function decoderOptions(acceleration: Acceleration, codec: VideoMedia['codec'] | undefined): string[] {
  switch (acceleration) {
    case 'none':
      return [];
    // Rockchip's unit is a decoder of its own, named after the codec.
    case 'rkmpp':
      return codec === 'H264' || codec === 'H265'
        ? ['-c:v', codec === 'H264' ? 'h264_rkmpp' : 'hevc_rkmpp']
        : [];
    default:
      return ['-hwaccel', acceleration];
  }
}

/** Whether one of ffmpeg's lines says that the named unit cannot be used. */
export function isAccelerationFailure(line: string): boolean {
  return /hwaccel|hardware|device (creation|setup|type)|failed setup for format|no device available|rkmpp|unknown decoder/i.test(
    line,
  );
}
