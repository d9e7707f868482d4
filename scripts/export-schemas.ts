import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemas } from '@vamco/contracts';

/** Writes every contract as JSON Schema, for editors and for those who integrate: `npm run schemas [FOLDER]`. */
const folder = process.argv[2] ?? 'central/contracts/json-schema';
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}
