/** The files of a bundle, wherever they lie: in a zip, or unpacked in a folder. */
export interface BundleSource {
  /** Sorted. */
  paths: readonly string[];
  /** Size in bytes; 0 for a path that is not there. */
  size(path: string): number;
  /** All bytes of a document; undefined when it is not there or larger than `max`. */
  read(path: string, max: number): Buffer | undefined;
  /** Hex; the file is read in pieces. */
  sha256(path: string): string | undefined;
  close(): void;
}

/** More is refused before anything is read: a bundle is one case. */
export const LIMITS = { bytes: 128 * 1024 * 1024, files: 80, pathBytes: 80 } as const;
