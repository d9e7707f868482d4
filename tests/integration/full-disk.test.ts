import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, type TestContext } from 'vitest';
import { stringify } from 'yaml';
import { aLonelySite } from '../support/builders.ts';
import { outboxState } from '../support/camera-box.ts';
import { kill, root } from '../support/programs.ts';
import { fill, smallDisk } from '../support/small-disk.ts';
import { startVirtualCamera } from '../support/virtual-camera/rtsp-server.ts';

test('a full disk does not end the agent; when there is room again, events are numbered on without a hole', async (context: TestContext) => {
  const disk = smallDisk(48);
  if (disk === undefined) {
    context.skip('mounting a small disk needs root');
    return;
  }
  const camera = await startVirtualCamera(join(root, 'tests/fixtures/rendered/demo.mp4'));
  const lines = [0.4, 0.5, 0.6, 0.7].map((y, i) => ({
    id: `line-${String(i)}`,
    from: [0, y],
    to: [1, y],
    forward: [0, 1],
  }));
  const site = aLonelySite({ streamUrl: camera.url, scene: { lines } });
  const file = join(mkdtempSync(join(tmpdir(), 'vamco-full-')), 'site.yaml');
  writeFileSync(file, stringify(site));
  const data = join(disk, 'data');
  const args = ['--conditions=source', '--import', 'tsx', join(root, 'edge-agent/src/main.ts')];
  const agent = spawn(process.execPath, [...args, 'agent', '--site', file, '--data', data], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = createInterface({ input: agent.stderr })[Symbol.asyncIterator]();
  const said = async (text: string) => {
    for (let next = await log.next(); ; next = await log.next()) {
      if (next.done === true) throw new Error(`the agent ended before it said "${text}"`);
      const entry = JSON.parse(next.value) as { msg?: string; err?: { code?: string } };
      if (entry.msg === text) return entry;
    }
  };
  const filler = join(disk, 'filler');
  try {
    await said('camera up');
    // The ballast gives way once, then the disk is really full.
    const filling = setInterval(() => {
      fill(filler);
    }, 500);
    const refused = await said('an event could not be stored');
    clearInterval(filling);
    expect(refused.err?.code).toBe('DISK_FULL');
    expect(agent.exitCode).toBeNull();
    rmSync(filler);
    // The agent looks every 15 s whether there is room for its reserve again.
    await sleep(22_000);
    expect(agent.exitCode).toBeNull();
    await kill(agent, 'SIGTERM');
    const { last, pending } = outboxState(data);
    expect(last).toBeGreaterThan(4);
    expect(pending).toEqual(Array.from({ length: last }, (_, i) => i + 1));
  } finally {
    await kill(agent);
    await camera.stop();
    execFileSync('umount', [disk]);
  }
}, 120_000);
