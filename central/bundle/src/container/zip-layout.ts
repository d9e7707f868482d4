/** One file inside a container. */
export interface Entry {
  path: string;
  bytes: number;
  crc32: number;
  /** Where its local header begins. */
  offset: number;
}

export const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;
const UTF8 = 0x0800;
const VERSION = 20;
/** 1 January 1980: the true times stand in the documents, where they are signed. */
const DATE = 0x0021;
const UNIX_FILE = 0o100644 << 16;

/** The header before a file’s bytes: stored, not compressed, nothing optional. */
export function localHeader({ path, bytes, crc32 }: Omit<Entry, 'offset'>): Buffer {
  const name = Buffer.from(path);
  const header = Buffer.alloc(LOCAL_HEADER);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(UTF8, 6);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt32LE(crc32, 14);
  header.writeUInt32LE(bytes, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

/** Everything after the last file’s bytes: the central directory and the end record. */
export function directory(entries: readonly Entry[], offset: number): Buffer {
  const headers = entries.map((entry) => {
    const name = Buffer.from(entry.path);
    const header = Buffer.alloc(CENTRAL_HEADER);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE((3 << 8) | VERSION, 4);
    header.writeUInt16LE(VERSION, 6);
    header.writeUInt16LE(UTF8, 8);
    header.writeUInt16LE(DATE, 14);
    header.writeUInt32LE(entry.crc32, 16);
    header.writeUInt32LE(entry.bytes, 20);
    header.writeUInt32LE(entry.bytes, 24);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt32LE(UNIX_FILE >>> 0, 38);
    header.writeUInt32LE(entry.offset, 42);
    return Buffer.concat([header, name]);
  });
  const central = Buffer.concat(headers);
  const end = Buffer.alloc(END_RECORD);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([central, end]);
}
