import { AgentError } from '../base/errors.ts';
import { runFfmpeg } from '../camera/ffmpeg.ts';
import { downSentences, whyDown } from '../camera/why-down.ts';
import { FrameAssembler } from '../decode/frame-assembler.ts';
import type { Frame } from '../decode/frame.ts';
import { layoutSheet, type CropWish } from '../decode/sheet.ts';

/**
 * Every frame of a video file, at most `fps` a second, as fast as the reader takes them: ffmpeg waits when
 * nobody reads. Throws BAD_VIDEO when the file is no video.
 */
export async function* readFrames(
  file: string,
  wanted: {
    fps: number;
    width: number;
    height: number;
    pad: number;
    crops: readonly CropWish[];
    /** Folder for full-size JPEGs of the same frames, `1.jpg` being the first. */
    stillsDir?: string | undefined;
  },
): AsyncGenerator<Omit<Frame, 'time'>> {
  const ready: Omit<Frame, 'time'>[] = [];
  let wake: () => void = () => undefined;
  const state: { ended: boolean; failure: string | undefined } = { ended: false, failure: undefined };
  let count = 0;
  const sheet = layoutSheet({ width: wanted.width, height: wanted.height }, wanted.crops);
  const assembler = new FrameAssembler(sheet, (frame) => {
    ready.push(frame);
    count += 1;
    wake();
  });
  const run = runFfmpeg(
    {
      ...{ input: file, realtime: false, stillsDir: wanted.stillsDir },
      ...{ fps: wanted.fps, sheet, pad: wanted.pad },
    },
    {
      onStamp: (stamp) => {
        assembler.stamp(stamp);
      },
      onLogLine: () => undefined,
      onEnd: (reason) => {
        Object.assign(state, { ended: true, failure: reason });
        wake();
      },
    },
  );
  run.pixels.on('data', (bytes: Buffer) => {
    assembler.chunk(bytes);
    if (ready.length > 4) run.pixels.pause();
  });
  try {
    for (;;) {
      const frame = ready.shift();
      if (frame !== undefined) {
        yield frame;
        continue;
      }
      run.pixels.resume();
      if (state.ended && run.pixels.readableLength === 0 && ready.length === 0) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        // The last pixels may arrive after the process has ended.
        if (state.ended) setTimeout(resolve, 20);
      });
    }
  } finally {
    run.kill();
  }
  if (count > 0) return;
  const reason = state.failure === undefined ? 'not-a-video' : whyDown(state.failure);
  throw new AgentError('BAD_VIDEO', `${file}: ${downSentences[reason]}`);
}
