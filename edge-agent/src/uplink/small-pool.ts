/** A four-byte buffer that lives on keeps all of its pool alive. */
const POOL_BYTES = 256;

/**
 * mqtt-packet keeps four bytes of every packet length that it ever wrote, up to 16,384 of them, each cut from the pool that
 * Node shares among small buffers: 8 KB are held for each, 3 MB an hour on a busy box (mqttjs/mqtt-packet issue 163). Here
 * that pool is small, for the whole program; it is for Node's users to set.
 */
export function keepPoolSmall(): void {
  Buffer.poolSize = POOL_BYTES;
}
