import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { segmentTimes } from '../../edge-agent/src/segments/segment-index.ts';
import type { AgentUnderTest } from './agent-under-test.ts';
import { firstPicture, readCounter } from './burnt-in-counter.ts';
import type { ParkCamera } from './camera-park.ts';

/** Looked at of each camera: reading one costs a tenth of a second. */
const PIECES = 15;
const STILLS = 150;
/** The least that the box ever states; pieces carry no error of their own. */
const LEAST_STATED_MS = 500;

export interface CaptureCheck {
  what: 'still' | 'piece';
  /** Capture time as the box has it minus the time at which the camera sent the picture. */
  offMs: number;
  statedMs: number;
}

/** Reads the counter in what the box has kept, and compares its capture times with what the cameras know. */
export async function captureTimes(
  agent: AgentUnderTest,
  cameras: readonly ParkCamera[],
): Promise<CaptureCheck[]> {
  return [...(await ofStills(agent, cameras)), ...(await ofPieces(agent, cameras))];
}

async function ofStills(agent: AgentUnderTest, cameras: readonly ParkCamera[]): Promise<CaptureCheck[]> {
  const told = agent
    .violations()
    .flatMap(({ time, data }) => data.stills.map((still) => ({ time, still, camera: data.camera })));
  const checks: CaptureCheck[] = [];
  for (const { time, still, camera } of spread(told, STILLS)) {
    const jpeg = agent.still(still.media.sha256);
    const number = jpeg && (await readCounter(jpeg));
    const utcMs = Date.parse(time.utc) + still.atMs;
    const sentMs = number === undefined ? undefined : of(cameras, camera)?.sentAt(number, utcMs);
    if (sentMs !== undefined) checks.push({ what: 'still', offMs: utcMs - sentMs, statedMs: time.errMs });
  }
  return checks;
}

async function ofPieces(agent: AgentUnderTest, cameras: readonly ParkCamera[]): Promise<CaptureCheck[]> {
  const checks: CaptureCheck[] = [];
  for (const camera of cameras) {
    const dir = agent.piecesOf(camera.id);
    const names = readdirSync(dir).sort();
    // The ring goes on meanwhile: the oldest may be gone before they are read.
    for (const name of spread(names.slice(names.length / 2), PIECES)) {
      const times = segmentTimes(name);
      if (!times) continue;
      const number = await readCounter(await firstPicture(join(dir, name)));
      const sentMs = number === undefined ? undefined : camera.sentAt(number, times.startMs);
      if (sentMs !== undefined)
        checks.push({ what: 'piece', offMs: times.startMs - sentMs, statedMs: LEAST_STATED_MS });
    }
  }
  return checks;
}

const of = (cameras: readonly ParkCamera[], id: string) => cameras.find((camera) => camera.id === id);

/** At most `count` of them, from the whole length. */
function spread<Value>(values: readonly Value[], count: number): Value[] {
  const step = Math.max(1, values.length / count);
  return Array.from(
    { length: Math.min(count, values.length) },
    (_, i) => values[Math.floor(i * step)],
  ).filter((value) => value !== undefined);
}
