/** Makes packets of several feeds one stream: sequence numbers and time stamps go on without a jump. */
export class RtpSplice {
  readonly #clockRate = 90_000;
  #sequence = Math.floor(Math.random() * 65_536);
  #stamp = 0;
  #sentMs = 0;
  #offset: number | undefined;

  /** The next packet comes from another feed. */
  cut(): void {
    this.#offset = undefined;
  }

  /** Rewrites one RTP packet in place. */
  packet(bytes: Buffer, nowMs: number): void {
    if (bytes.length < 12) return;
    const stamp = bytes.readUInt32BE(4);
    this.#offset ??=
      (this.#stamp + Math.round(((nowMs - this.#sentMs) * this.#clockRate) / 1000) - stamp) >>> 0;
    this.#stamp = (stamp + this.#offset) >>> 0;
    this.#sentMs = nowMs;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    bytes.writeUInt16BE(this.#sequence, 2);
    bytes.writeUInt32BE(this.#stamp, 4);
  }
}
