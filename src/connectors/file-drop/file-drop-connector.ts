import { createReadStream } from "node:fs";
import { access, constants, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type Chunk,
  type ChunkAnswer,
  type Connector,
  DestinationError,
  type Shipment,
  type WholeShipment,
} from "../connector";

const CHUNK_BYTES = 6_500_000;

/**
 * A folder. Chunks gather in a hidden folder of the shipment; `finish` puts them together, and what is renamed into place is a
 * whole file, `<shipment>.csv` without a header, after its checksum `<shipment>.csv.sha256` in the form of sha256sum.
 */
export class FileDropConnector implements Connector {
  readonly chunkBytes = CHUNK_BYTES;
  readonly replacesChunks = true;

  constructor(private readonly folder: string) {}

  async check(): Promise<void> {
    await onDisk(async () => {
      await mkdir(this.folder, { recursive: true });
      await access(this.folder, constants.W_OK);
    });
  }

  async begin(shipment: Shipment): Promise<string> {
    await onDisk(() => mkdir(this.gathering(shipment), { recursive: true }));
    return "";
  }

  async send(shipment: Shipment, _: string, { number, lines }: Chunk): Promise<ChunkAnswer> {
    await onDisk(() => writeWhole(this.part(shipment, number), lines));
    return { matched: null, mark: "" };
  }

  async finish(shipment: Shipment, _: string, { sha256 }: WholeShipment): Promise<void> {
    const name = `${shipment.id}.csv`;
    const file = join(this.folder, name);
    await onDisk(async () => {
      if (!(await exists(file))) {
        await writeWhole(`${file}.sha256`, Buffer.from(`${sha256}  ${name}\n`));
        await this.join(shipment, file);
      }
      await rm(this.gathering(shipment), { recursive: true, force: true });
    });
  }

  private async join(shipment: Shipment, file: string): Promise<void> {
    const whole = join(this.gathering(shipment), "whole");
    const target = await open(whole, "w");
    try {
      for (let number = 1; number <= shipment.chunks; number++)
        for await (const piece of createReadStream(this.part(shipment, number)))
          await target.appendFile(piece as Buffer);
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(whole, file);
  }

  private gathering(shipment: Shipment): string {
    return join(this.folder, `.${shipment.id}`);
  }

  private part(shipment: Shipment, number: number): string {
    return join(this.gathering(shipment), String(number).padStart(6, "0"));
  }
}

/** The file is there as a whole or not at all. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  const target = await open(`${path}.new`, "w");
  try {
    await target.writeFile(content);
    await target.sync();
  } finally {
    await target.close();
  }
  await rename(`${path}.new`, path);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: NodeJS.ErrnoException) => {
    throw new DestinationError(`The folder must take files, but does not (${error.code ?? error.name}).`, false, {
      cause: error,
    });
  });
}
