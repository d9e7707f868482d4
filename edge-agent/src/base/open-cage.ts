import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Starts a part of this program in a process of its own, from the built program or from the sources: it may hang, grow
 * or die without harm. It knows nothing of our environment, and messages are its only way in or out.
 * @param main the file beside the caller, `new URL('./name.ts', import.meta.url)`
 * @param memoryMb room for its JavaScript objects
 */
export function openCage(main: URL, memoryMb: number): ChildProcess {
  const source = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(main).replace(/\.ts$/, source ? '.ts' : '.js');
  const loader = source
    ? ['--conditions=source', '--import', createRequire(import.meta.url).resolve('tsx')]
    : [];
  const child = fork(file, {
    execArgv: [`--max-old-space-size=${memoryMb}`, '--no-deprecation', ...loader],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] },
    serialization: 'advanced',
  });
  child.on('error', () => undefined);
  return child;
}
