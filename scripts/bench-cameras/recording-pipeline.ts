import type { SegmentRing } from '../../edge-agent/src/segments/segment-ring.ts';
import { blindPipeline } from '../../tests/support/blind-pipeline.ts';

/** The real pipeline of one camera in this process, for the sake of its ring of recorded pieces. */
export function startRecording(
  streamUrl: string,
  dir: string,
): { ring: SegmentRing; stop: () => Promise<void> } {
  const { pipeline } = blindPipeline(dir, { streamUrl, presets: [{ id: 'home', scene: {} }] });
  const { segments: ring } = pipeline;
  if (!ring) throw new Error('the camera records nothing');
  const end = new AbortController();
  const done = pipeline.run(end.signal);
  return {
    ring,
    stop: () => {
      end.abort();
      return done;
    },
  };
}
