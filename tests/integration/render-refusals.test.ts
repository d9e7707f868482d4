import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/programs.ts';
import { fill, smallDisk } from '../support/small-disk.ts';

const program = ['--conditions=source', '--import', 'tsx', 'scripts/render-site/main.ts'];

/** Renders as `npm run render -- …` does; its exit code and every line that it says. */
function render(args: string[], env: Record<string, string> = {}) {
  const { status, stderr } = spawnSync(process.execPath, [...program, ...args], {
    ...{ cwd: root, encoding: 'utf8', timeout: 120_000 },
    env: { ...process.env, ...env },
  });
  const said = stderr.trim().split('\n');
  return { status, complaint: said.at(-1), lines: said.filter((line) => !line.includes('frames')).length };
}

test.each([
  ['a set that does not exist', ['--set', 'other'], /Allowed choices are smoke, rules/],
  [
    'a clip that the set does not have',
    ['--set', 'rules', '--clip', 'other'],
    /set rules has no clip "other"/,
  ],
  ['seeds that are none', ['--set', 'train', '--seeds', 'some'], /two numbers/],
  ['a drawing that is no number', ['--set', 'rules', '--draw', 'x'], /a whole number from 0 to 9999/],
  ['another codec', ['--set', 'smoke', '--codec', 'vp9'], /Allowed choices are h264, h265/],
  ['a folder that is none', ['--set', 'rules', '--out', '/dev/null/none'], /\/dev\/null\/none/],
])('%s: one line', (_, args, words) => {
  expect(render(args)).toMatchObject({
    status: 1,
    lines: 1,
    complaint: expect.stringMatching(words) as string,
  });
});

test('no chromium: it says how to get it, and leaves nothing', () => {
  const out = mkdtempSync(join(tmpdir(), 'vamco-render-'));
  const { status, lines, complaint } = render(['--set', 'smoke', '--clip', 'hall', '--out', out], {
    CHROMIUM: '/nowhere/chromium',
  });
  expect({ status, lines }).toEqual({ status: 1, lines: 1 });
  expect(complaint).toMatch(/no chromium at \/nowhere\/chromium: type "sudo apt-get install -y chromium"/);
  expect(readdirSync(out)).toEqual([]);
  rmSync(out, { recursive: true });
});

test('a full disk: it stops at once and leaves nothing', { timeout: 120_000 }, (context) => {
  const disk = smallDisk(2);
  if (disk === undefined) {
    context.skip('this user may not mount a disk');
    return;
  }
  try {
    fill(join(disk, 'others'));
    const { status, lines, complaint } = render(['--set', 'smoke', '--clip', 'hall', '--out', disk]);
    expect({ status, lines }).toEqual({ status: 1, lines: 1 });
    expect(complaint).toBe('render: the clip could not be written: no space left on the disk');
    expect(readdirSync(disk)).toEqual(['others']);
  } finally {
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
});

// Chromium starts and draws in software: slow on a busy machine.
test(
  'interrupted while it draws: one line, and nothing is left',
  { timeout: 120_000, skip: !existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium') },
  async () => {
    const out = mkdtempSync(join(tmpdir(), 'vamco-render-'));
    const child = spawn(process.execPath, [...program, '--set', 'smoke', '--clip', 'hall', '--out', out], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      if (!said.includes('frames') && bytes.includes('frames')) {
        expect(readdirSync(out)).toHaveLength(1);
        // Twice, as a terminal's Ctrl-C comes through npm.
        child.kill('SIGINT');
        child.kill('SIGINT');
      }
      said += bytes.toString();
    });
    const status = await new Promise((ended) => child.once('exit', ended));
    const last = said.trim().split('\n').at(-1);
    expect({ status, last }).toEqual({ status: 130, last: 'render: interrupted' });
    expect(readdirSync(out)).toEqual([]);
    rmSync(out, { recursive: true });
  },
);
