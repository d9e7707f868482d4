import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');
const vamco = join(root, 'edge-agent/bin/vamco.js');
const central = join(root, 'central/dist/main.js');

/** A program that was started and can be ended. */
export interface Running {
  kill: () => Promise<void>;
}

export interface CentralReady {
  url: string;
  mqttPort: number;
  adminUsername: string;
  adminPassword: string;
}

/** Starts the centre on free ports; resolves when it takes connections. */
export async function startCentral(data: string): Promise<Running & { ready: CentralReady }> {
  const args = ['--data', join(data, 'central'), '--port', '0', '--mqtt-port', '0', '--json'];
  const child = spawn(process.execPath, [central, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((found, fail) => {
    createInterface({ input: child.stdout }).once('line', found);
    child.once('exit', () => {
      fail(new Error('the centre did not start'));
    });
  });
  return { ready: JSON.parse(line) as CentralReady, kill: () => end(child) };
}

/** Makes the box's key and lets the box in. */
export async function enrolBox(data: string, box: string): Promise<void> {
  const agentData = join(data, 'agent');
  run([vamco, 'agent', '--data', agentData, '--make-key']);
  run([central, 'enrol', box, '--key-file', join(agentData, 'box.pub.pem'), '--data', join(data, 'central')]);
  return Promise.resolve();
}

export function startAgent(data: string, site: string): Running {
  const args = [vamco, 'agent', '--site', site, '--data', join(data, 'agent'), '--log', 'warn'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  return { kill: () => end(child) };
}

function run(args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
}

/** Asks, then insists after six seconds. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve_) => child.once('exit', resolve_));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 6_000);
  await gone;
  clearTimeout(timer);
}
