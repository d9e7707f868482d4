import { sealHash } from '@vamco/bundle';
import { MAX_CHAIN, type ClipRecord, type Seal } from '@vamco/contracts';
import type { Db } from './database.ts';

/** The chains of evidence of the boxes, as far as their manifests have arrived. Seals are never changed. */
export class SealStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** `conflict` is another seal under a number that is known: the box’s chain forks, or somebody copied its key. */
  add(seal: Seal, manifest: string): 'stored' | 'known' | 'conflict' {
    const { box, epoch, seq } = seal;
    const known = this.#db
      .prepare<[string, string, number], { hash: string }>(
        'SELECT hash FROM seals WHERE box = ? AND epoch = ? AND seq = ?',
      )
      .get(box, epoch, seq);
    const hash = sealHash(seal);
    if (known) return known.hash === hash ? 'known' : 'conflict';
    this.#db
      .prepare('INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?)')
      .run(box, epoch, seq, hash, manifest, JSON.stringify(seal));
    return 'stored';
  }

  /** What became of the clip of a case; the first word of a box counts. */
  addClip({ seal, body }: ClipRecord, record: string): void {
    this.#db
      .prepare('INSERT INTO clips VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(seal.box, body.case, record, 'file' in body.clip ? body.clip.file.sha256 : null);
  }

  /** The hash of the record of a case’s clip; undefined until it has arrived. */
  clipOf(box: string, manifest: string): string | undefined {
    return this.#db
      .prepare<[string, string], string>('SELECT record FROM clips WHERE box = ? AND manifest = ?')
      .pluck()
      .get(box, manifest);
  }

  /** The unbroken stretch of a box’s chain around one seal: the one before it, itself, and what follows without a gap. */
  around({ box, epoch, seq }: Seal): Seal[] {
    const seals = this.#db
      .prepare<(string | number)[], { seal: string }>(
        'SELECT seal FROM seals WHERE box = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq',
      )
      .all(box, epoch, seq - 1, seq + MAX_CHAIN)
      .map(({ seal }) => JSON.parse(seal) as Seal);
    const first = seals[0]?.seq ?? 0;
    return seals.filter((seal, index) => seal.seq === first + index);
  }
}
