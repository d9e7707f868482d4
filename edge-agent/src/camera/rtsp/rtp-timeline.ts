/** Distance of the NTP era (1900) from the Unix era (1970), seconds. */
const NTP_TO_UNIX_S = 2_208_988_800;

/** Follows the time stamps of one RTP stream (RFC 3550): 32 bits that wrap twice a day. */
export class RtpTimeline {
  readonly #clockRate: number;
  #first: number | undefined;
  #last = 0;
  #ticks = 0;
  /** Pictures begun: packets with a new time stamp. */
  pictures = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Time stamp of the first packet, as sent. */
  get first(): number | undefined {
    return this.#first;
  }

  /**
   * Takes one packet.
   * @returns seconds since the first packet when a new picture begins with it, else undefined
   */
  packet(bytes: Buffer): number | undefined {
    if (bytes.length < 12 || (bytes[0] ?? 0) >> 6 !== 2) return undefined;
    const stamp = bytes.readUInt32BE(4);
    if (this.#first === undefined) this.#first = this.#last = stamp;
    else if (stamp === this.#last) return undefined;
    this.#ticks += (stamp - this.#last) | 0;
    this.#last = stamp;
    this.pictures += 1;
    return this.#ticks / this.#clockRate;
  }

  /**
   * Reads a sender report (RFC 3550, 6.4.1): the camera's own clock at a time stamp of the stream.
   * @returns Unix milliseconds by the camera and seconds since the first packet; undefined for other packets
   */
  senderReport(bytes: Buffer): { cameraMs: number; stampS: number } | undefined {
    if (bytes.length < 28 || bytes[1] !== 200 || this.#first === undefined) return undefined;
    const seconds = bytes.readUInt32BE(8);
    const cameraMs = (seconds - NTP_TO_UNIX_S + bytes.readUInt32BE(12) / 2 ** 32) * 1000;
    const ticks = this.#ticks + ((bytes.readUInt32BE(16) - this.#last) | 0);
    return { cameraMs, stampS: ticks / this.#clockRate };
  }
}
