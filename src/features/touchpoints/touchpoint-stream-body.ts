import type { Readable } from "node:stream";
import { Gunzip } from "./touchpoint-stream-gunzip";

/** Why a stream ended before its sender ended it. */
export interface StreamFault {
  readonly code: string;
  readonly message: string;
}

/** What a body gives next: bytes, its end, or that there will be no more though it has not ended. */
export type BodyEvent =
  | { readonly kind: "PIECE"; readonly bytes: Buffer }
  | { readonly kind: "END" }
  | { readonly kind: "FAULT"; readonly fault: StreamFault };

/** Most bytes of one body, decompressed; so no small body of gzip makes the process work for ever. */
export const MAX_BODY_BYTES = 2 * 1024 ** 3;

/** A sender that is silent for longer is taken for dead; every proxy on the way gives up at about the same time. */
const IDLE_MS = 60_000;

/** Compressed bytes in one go: gzip packs 1000 to 1, so at most 16 MB stand decompressed. */
const GZIP_SLICE_BYTES = 16 * 1024;

export interface StreamBodyOptions {
  readonly isGzip: boolean;
  /** Aborted when the process drains. */
  readonly draining: AbortSignal;
  readonly idleMs?: number;
  /** How long the whole body may take; absent: as long as its sender is not silent. */
  readonly wholeMs?: number;
  readonly maxBytes?: number;
}

/** A body read on demand: nothing is taken from the connection but for a call of `next`, one call at a time. */
export class StreamBody {
  private readonly gunzip: Gunzip | null;
  private readonly idleMs: number;
  private readonly deadline: number;
  private readonly maxBytes: number;
  private state: "OPEN" | "ENDED" | "BROKEN" = "OPEN";
  private received: Buffer | null = null;
  private compressed: Buffer = Buffer.alloc(0);
  private gunzipEnded = false;
  private readonly ready: Buffer[] = [];
  private bytes = 0;
  private wake: () => void = () => undefined;

  constructor(
    private readonly stream: Readable,
    private readonly options: StreamBodyOptions,
  ) {
    this.gunzip = options.isGzip ? new Gunzip() : null;
    this.idleMs = options.idleMs ?? IDLE_MS;
    this.deadline = performance.now() + (options.wholeMs ?? Number.POSITIVE_INFINITY);
    this.maxBytes = options.maxBytes ?? MAX_BODY_BYTES;
    const end = (state: "ENDED" | "BROKEN") => () => {
      if (this.state === "OPEN") this.state = state;
      this.wake();
    };
    stream.on("data", (bytes: Buffer) => {
      stream.pause();
      this.received = this.received ? Buffer.concat([this.received, bytes]) : bytes;
      this.wake();
    });
    stream.pause();
    if (stream.destroyed) this.state = "BROKEN";
    stream.on("end", end("ENDED")).on("error", end("BROKEN")).on("close", end("BROKEN"));
  }

  async next(): Promise<BodyEvent> {
    if (this.options.draining.aborted) return DRAINING;
    if (performance.now() >= this.deadline) return this.late();
    const event = this.gunzip ? await this.decompressed(this.gunzip) : await this.raw();
    if (event.kind !== "PIECE") return event;
    this.bytes += event.bytes.length;
    return this.bytes > this.maxBytes ? tooLarge(this.maxBytes) : event;
  }

  close(): void {
    this.gunzip?.close();
  }

  private async decompressed(gunzip: Gunzip): Promise<BodyEvent> {
    for (;;) {
      const ready = this.ready.shift();
      if (ready) return { kind: "PIECE", bytes: ready };
      if (gunzip.fault) return brokenGzip(gunzip.fault);
      if (this.compressed.length === 0) {
        const event = await this.raw();
        if (event.kind === "FAULT" || this.gunzipEnded) return event;
        if (event.kind === "END") {
          this.gunzipEnded = true;
          this.ready.push(...(await gunzip.end()));
          continue;
        }
        this.compressed = event.bytes;
      }
      const slice = this.compressed.subarray(0, GZIP_SLICE_BYTES);
      this.compressed = this.compressed.subarray(slice.length);
      this.ready.push(...(await gunzip.write(slice)));
    }
  }

  private async raw(): Promise<BodyEvent> {
    const { draining } = this.options;
    const patienceMs = Math.min(this.idleMs, this.deadline - performance.now());
    const isAwaited = this.received === null && this.state === "OPEN" && !draining.aborted;
    const isSilent = isAwaited && (await this.silence(patienceMs));
    if (draining.aborted) return DRAINING;
    if (this.received) {
      const bytes = this.received;
      this.received = null;
      return { kind: "PIECE", bytes };
    }
    if (this.state === "ENDED") return { kind: "END" };
    if (!isSilent) return BROKEN;
    return patienceMs < this.idleMs ? this.late() : idle(this.idleMs);
  }

  private late(): BodyEvent {
    return late(this.options.wholeMs!);
  }

  /** Waits for anything to happen; true when nothing did. */
  private async silence(patienceMs: number): Promise<boolean> {
    const { draining } = this.options;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<boolean>((resolve) => {
        this.wake = () => resolve(false);
        timer = setTimeout(() => resolve(true), patienceMs);
        draining.addEventListener("abort", this.wake);
        this.stream.resume();
      });
    } finally {
      clearTimeout(timer);
      draining.removeEventListener("abort", this.wake);
      this.wake = () => undefined;
    }
  }
}

const fault = (code: string, message: string): BodyEvent => ({ kind: "FAULT", fault: { code, message } });

const DRAINING = fault(
  "DRAINING",
  "This process is about to end; send what follows the line again, it goes elsewhere.",
);

const BROKEN = fault(
  "CONNECTION_LOST",
  "The body must end by itself, but its connection was lost; send the rest again.",
);

const idle = (idleMs: number): BodyEvent =>
  fault("IDLE_TIMEOUT", `A sender must not be silent for ${idleMs / 1000} s, but this one was; send the rest again.`);

const late = (wholeMs: number): BodyEvent =>
  fault("BODY_TIMEOUT", `The whole body must come within ${wholeMs / 1000} s, but did not; send it again.`);

const tooLarge = (maxBytes: number): BodyEvent =>
  fault("PAYLOAD_TOO_LARGE", `A body must have at most ${maxBytes} bytes decompressed; send the rest in another one.`);

function brokenGzip(error: NodeJS.ErrnoException): BodyEvent {
  return error.code === "Z_BUF_ERROR"
    ? fault(
        "GZIP_TRUNCATED",
        "The gzip stream must be whole with nothing behind it, but breaks off; send the rest again.",
      )
    : fault("GZIP_DAMAGED", "The body must be gzip as Content-Encoding says, but is not or is damaged.");
}
