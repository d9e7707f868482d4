import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const root = resolve(import.meta.dirname, '../..');
const fromSource = ['--conditions=source', '--import', 'tsx'];
const centralMain = resolve(root, 'central/src/main.ts');

/** Runs a TypeScript program of the repository to its end. */
export function runProgram(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...fromSource, resolve(root, file), ...args], {
    cwd: root,
    encoding: 'utf8',
    env,
    timeout: 120_000,
  });
}

export const vamco = (...args: string[]) => runProgram('edge-agent/src/main.ts', args);

/** Starts one and leaves it running; its stdout is read line by line. */
export function startProgram(file: string, args: string[]): ChildProcess {
  return spawn(process.execPath, [...fromSource, resolve(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The first line a program prints, or an error when it ends without one. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', found);
    child.once('exit', (code) => {
      fail(new Error(`the program ended with ${code} before it was ready`));
    });
  });
}

export interface CentralReady {
  url: string;
  mqttPort: number;
  adminUsername: string;
  adminPassword: string;
}

export async function startCentral(
  data: string,
  args: string[] = [],
): Promise<{ child: ChildProcess; ready: CentralReady }> {
  const child = startProgram(centralMain, ['--data', data, '--json', '--log', 'error', ...args]);
  return { child, ready: JSON.parse(await firstLine(child)) as CentralReady };
}

export function enrol(data: string, box: string, keyFile: string): void {
  const { status, stderr } = runProgram(centralMain, ['enrol', box, '--key-file', keyFile, '--data', data]);
  if (status !== 0) throw new Error(stderr);
}

/** Ends a program at once, as a power cut would, and waits until it is gone. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** A TCP port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
