import { createGunzip } from "node:zlib";

/**
 * Decompresses piece by piece on demand. A pipe would lose what it had decompressed and not handed on when the content
 * breaks off; here every good byte comes before the fault. Only what stands in one piece with a fault is lost, as zlib tells
 * of the fault in place of it: damaged bytes, or others than zeros behind the end.
 */
export class Gunzip {
  private readonly stream = createGunzip();
  private decompressed: Buffer[] = [];
  fault: NodeJS.ErrnoException | null = null;

  constructor() {
    this.stream.on("data", (bytes: Buffer) => this.decompressed.push(bytes));
    this.stream.on("error", (error) => {
      this.fault ??= error;
    });
  }

  /** What `piece` gave, and what was left of pieces before it. */
  async write(piece: Buffer): Promise<readonly Buffer[]> {
    await this.unlessBroken((done) => this.stream.write(piece, () => done()));
    return this.take();
  }

  /** Zeros behind the end, as block devices and tape pad with, end the stream before it is told to. */
  async end(): Promise<readonly Buffer[]> {
    if (!this.stream.readableEnded) await this.unlessBroken((done) => this.stream.once("end", done).end());
    return this.take();
  }

  close(): void {
    this.stream.destroy();
  }

  /** A broken stream calls nobody back. */
  private async unlessBroken(step: (done: () => void) => void): Promise<void> {
    if (this.fault) return;
    await new Promise<void>((resolve) => {
      this.stream.once("error", resolve);
      step(() => {
        this.stream.off("error", resolve);
        resolve();
      });
    });
  }

  private take(): readonly Buffer[] {
    const taken = this.decompressed;
    this.decompressed = [];
    return taken;
  }
}
