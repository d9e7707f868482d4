import { fork, type ChildProcess } from 'node:child_process';
import { ownProgram } from './own-program.ts';

/**
 * Starts a part of this program in a process of its own: it may hang, grow or die without harm. It knows nothing
 * of our environment, and messages are its only way in or out.
 * @param main the file beside the caller, `new URL('./name.ts', import.meta.url)`
 * @param memoryMb room for its JavaScript objects
 */
export function openCage(main: URL, memoryMb: number): ChildProcess {
  const { file, execArgv } = ownProgram(main);
  const child = fork(file, {
    execArgv: [`--max-old-space-size=${memoryMb}`, '--no-deprecation', ...execArgv],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] },
    serialization: 'advanced',
  });
  child.on('error', () => undefined);
  return child;
}
