import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { createWorker, PSM } from 'tesseract.js';
import type { ReaderReply, ReaderRequest } from './text-reader.ts';

/**
 * The program inside the cage: the one place that knows tesseract.js. Its parent may kill it at any moment; it ends
 * itself when it grows too large, since the memory of WebAssembly obeys no other limit.
 */
const MAX_BYTES = 500_000_000;
const LOOK_EVERY_MS = 50;
/** What happens before the camera comes first. */
const LOW_PRIORITY = 10;

setPriority(LOW_PRIORITY);
setInterval(() => {
  if (process.memoryUsage.rss() > MAX_BYTES) process.exit(1);
}, LOOK_EVERY_MS);

// The language lies beside the program; a path, not an address, so nothing is ever fetched or kept.
const language = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
const starting = createWorker('eng', 1, {
  langPath: join(language, '4.0.0_best_int'),
  cacheMethod: 'none',
  errorHandler: () => process.exit(1),
}).then(async (worker) => {
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_LINE, user_defined_dpi: '300' });
  return worker;
});

process.on('message', (request: ReaderRequest) => {
  read(request.pictures).then(
    (texts) => {
      reply({ texts });
    },
    () => process.exit(1),
  );
});
// Without a parent there is nobody to read for.
process.on('disconnect', () => process.exit(0));

async function read(pictures: readonly Uint8Array[]): Promise<string[]> {
  const worker = await starting;
  const texts: string[] = [];
  for (const picture of pictures) {
    const { data } = await worker.recognize(Buffer.from(picture));
    texts.push(data.text.trim());
  }
  return texts;
}

function reply(message: ReaderReply): void {
  process.send?.(message);
}
