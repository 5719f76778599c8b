import type { Clock } from "../../platform/clock";
import { mediaTypes } from "../../platform/exports/export-format";
import type { AudienceExportStore } from "./audience-export.store";

export interface DownloadedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  content(): AsyncGenerator<Buffer, void>;
}

/** Files as they are fetched: one part in memory at a time. */
export class ExportDownload {
  constructor(
    private readonly store: AudienceExportStore,
    private readonly clock: Clock,
  ) {}

  async find(id: string): Promise<DownloadedFile | null> {
    const file = await this.store.findSigned(id);
    if (!file || file.erasedAt !== null || file.expiresAt <= this.clock.now()) return null;
    const { fileId, format, bytes } = file;
    const content = (): AsyncGenerator<Buffer, void> => this.partsOf(fileId, bytes);
    return { name: `audience-${id}.${format.toLowerCase()}`, mediaType: mediaTypes[format], bytes, content };
  }

  /** A file that is taken away meanwhile ends in an error, never in a shorter file. */
  private async *partsOf(fileId: string, bytes: number): AsyncGenerator<Buffer, void> {
    let left = bytes;
    for (let number = 1; left > 0; number++) {
      const part = await this.store.findPart(fileId, number);
      if (!part) throw new Error(`Part ${number} of file ${fileId} must be there, but was taken away`);
      left -= part.length;
      yield part;
    }
  }
}
