import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { aLonelySite } from '../support/builders.ts';
import { kill, root } from '../support/programs.ts';

const site = aLonelySite({
  streamUrl: `file:${join(root, 'tests/fixtures/rendered/demo.mp4')}`,
  scene: {},
});

const threadsOf = (pid: number | undefined) => readdirSync(`/proc/${pid ?? 0}/task`).length;

test('a wrong new site file is refused with every problem, and the old one keeps running; a good one leaves nothing of it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vamco-reload-'));
  const file = join(dir, 'site.yaml');
  writeFileSync(file, stringify(site));
  const args = ['--conditions=source', '--import', 'tsx', join(root, 'edge-agent/src/main.ts')];
  const agent = spawn(process.execPath, [...args, 'agent', '--site', file, '--data', join(dir, 'data')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = createInterface({ input: agent.stderr })[Symbol.asyncIterator]();
  /** The next log line whose text is this. */
  async function said(text: string): Promise<Record<string, unknown>> {
    for (;;) {
      const next = await lines.next();
      if (next.done === true) throw new Error(`the agent ended before it said "${text}"`);
      const entry = JSON.parse(next.value) as Record<string, unknown>;
      if (entry['msg'] === text) return entry;
    }
  }
  try {
    await said('camera up');
    writeFileSync(file, stringify({ ...site, box: { id: 'NOT A NAME' }, version: 2 }));
    agent.kill('SIGHUP');
    const refused = await said('the new site file is refused; the old one keeps running');
    expect(refused['reason']).toContain('box/id');
    expect(refused['reason']).toContain('version');
    expect(agent.exitCode).toBeNull();
    writeFileSync(file, stringify({ ...site, box: { id: 'box-02' } }));
    agent.kill('SIGHUP');
    await said('site file read again');
    expect(await said('agent started')).toMatchObject({ box: 'box-02' });
    await said('camera up');
    const threads = threadsOf(agent.pid);
    for (const box of ['box-03', 'box-04', 'box-05']) {
      writeFileSync(file, stringify({ ...site, box: { id: box } }));
      agent.kill('SIGHUP');
      await said('camera up');
    }
    // Those of libvips come and go; three of each reload were the networks of the site before.
    expect(threadsOf(agent.pid)).toBeLessThan(threads + 7);
  } finally {
    await kill(agent, 'SIGTERM');
  }
}, 90_000);
