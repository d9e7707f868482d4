import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: [
      'central/bundle/src/**/*.test.ts',
      'edge-agent/src/**/*.test.ts',
      'central/{src,contracts/src,web/src}/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    globalSetup: [fileURLToPath(new URL('support/temporary-folder.ts', import.meta.url))],
    // Two cores: end-to-end tests start ffmpeg, brokers and browsers of their own.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
