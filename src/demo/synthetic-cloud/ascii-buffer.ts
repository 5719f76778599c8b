const FIRST_CAPACITY = 65_536;
const DIGIT_ZERO = 48;

/** Bytes put together from short ASCII pieces without a string of the whole ever being made. */
export class AsciiBuffer {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  private length = 0;

  /** Makes room for that many bytes: to be called before any piece is appended. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  appendText(text: string): void {
    const { bytes } = this;
    let to = this.length;
    for (let from = 0; from < text.length; from += 1) {
      bytes[to] = text.charCodeAt(from);
      to += 1;
    }
    this.length = to;
  }

  /** A whole number below 2^31, with zeros in front up to the width. */
  appendDigits(value: number, width: number): void {
    let rest = value;
    for (let place = this.length + width - 1; place >= this.length; place -= 1) {
      const quotient = Math.floor(rest / 10);
      this.bytes[place] = DIGIT_ZERO + rest - 10 * quotient;
      rest = quotient;
    }
    this.length += width;
  }

  appendAll(source: Uint8Array): void {
    this.bytes.set(source, this.length);
    this.length += source.length;
  }

  /** A loop, because the view that `set` would need is an allocation a row. */
  appendBytes(source: Uint8Array, start: number, count: number): void {
    const { bytes } = this;
    let to = this.length;
    for (let from = start; from < start + count; from += 1) {
      bytes[to] = source[from]!;
      to += 1;
    }
    this.length = to;
  }

  content(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
