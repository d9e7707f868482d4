import { fileURLToPath } from 'node:url';

/** Do we run from the sources, or was the program built? What we start beside us is of the same kind. */
const fromSources = import.meta.url.endsWith('.ts');
const sourceFlag = '--conditions=source';

/**
 * A part of this program for a process of its own: the file to start, and what Node must be told so that it runs.
 * @param main the file beside the caller, `new URL('./name.ts', import.meta.url)`
 */
export function ownProgram(main: URL): { file: string; execArgv: string[] } {
  const execArgv = fromSources ? [sourceFlag, '--import', import.meta.resolve('tsx')] : [];
  return { file: fileURLToPath(builtOrSource(main)), execArgv };
}

/** The same for a thread of its own: there the loader of the sources is not asked for by a flag. */
export function ownThread(main: URL): { file: URL; execArgv: string[] } {
  const file = builtOrSource(main);
  if (!fromSources) return { file, execArgv: [] };
  const loader = import.meta.resolve('tsx/esm/api');
  const first = `import { register } from '${loader}'; register(); await import('${file.href}');`;
  return { file: new URL(`data:text/javascript,${encodeURIComponent(first)}`), execArgv: [sourceFlag] };
}

function builtOrSource(main: URL): URL {
  return new URL(main.href.replace(/\.ts$/, fromSources ? '.ts' : '.js'));
}
