import { basename, join } from 'node:path';
import { build } from 'vite';
import { root } from './programs.ts';

// A folder for each worker: two tests may bundle the same program at the same time.
const folder = join(root, 'node_modules/.cache/vamco-tests', process.env['VITEST_POOL_ID'] ?? '0');

/**
 * Makes one JavaScript file of a TypeScript program, so that it starts in half a second instead of three: a
 * test that starts it dozens of times would otherwise mostly watch compilers.
 * @param threads files that the program starts by their names, as threads of its own
 */
export async function bundle(file: string, threads: readonly string[] = []): Promise<string> {
  const name = file.replaceAll('/', '-').replace(/\.ts$/, '');
  const input = {
    main: join(root, file),
    ...Object.fromEntries(threads.map((thread) => [basename(thread, '.ts'), join(root, thread)])),
  };
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source'] },
    // Packages stay where they are; only our own contracts are TypeScript too.
    ssr: { noExternal: ['@vamco/contracts', '@vamco/bundle'], resolve: { conditions: ['source', 'node'] } },
    build: {
      ssr: true,
      outDir: join(folder, name),
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { input, output: { entryFileNames: '[name].js' } },
    },
  });
  return join(folder, name, 'main.js');
}
