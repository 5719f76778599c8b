import type { ClickHouseClient } from "@clickhouse/client";
import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import type { RequestContext } from "../../platform/request-context";
import type { Catalogue } from "./catalogue";
import { knownCodes } from "./catalogue-codes";
import { plainRecord } from "./csv-lines";
import { columnsOf, type Mapping } from "./mapping";
import { PlainLines } from "./plain-lines";
import type { ReadChunk, SourceFile } from "./read-chunk";
import { hasColumns, openContent } from "./read-file";
import { isRejection } from "./rejection";
import { RowPreparer, type RowPreparerParts } from "./row-preparer";
import { Stage } from "./stage.store";
import { hasEscapes } from "./stage-escapes";
import { type StagedMapping, stageMapping } from "./stage-mapping";
import { StagedRows, type StagedRowsParts } from "./staged-rows";

export interface StageReaderParts extends RowPreparerParts, StagedRowsParts {
  readonly clickhouse: ClickHouseClient;
  readonly inserts: NamedInserts;
}

/** How far a file was staged. */
export interface StagedPart {
  readonly lastLine: number;
  readonly isWhole: boolean;
}

/**
 * Lines of chunks, the last for all that follow. The first one is small: it brings the brands that a mapping makes, which later
 * ones then know. The second is done soon, so that one is committed while another is staged. The others are large, as every
 * chunk costs some forty statements and a look at all events of its days.
 */
const CHUNK_LINES = [2_000, 120_000, 500_000] as const;
/** Fewer lines than these are sooner read one by one, as a chunk costs some forty statements. */
const SMALL_FILE_LINES = 500;
/** Bytes of a chunk: its lines are held until ClickHouse has them. */
const CHUNK_BYTES = 80 * 1024 * 1024;
/** Rows that are mapped, checked and sealed in this process at once. */
const BATCH_ROWS = 10_000;
/** Where more of a chunk than this is not sealed in ClickHouse, staging costs more than it saves. */
const MOST_UNSEALED = 0.5;

/** Reads files into chunks that ClickHouse maps, checks and seals; rows that it is not sure of are prepared here. */
export class StageReader {
  constructor(private readonly parts: StageReaderParts) {}

  async *read(context: RequestContext, mapping: Mapping, file: SourceFile): AsyncGenerator<ReadChunk, StagedPart> {
    const nothing = { lastLine: file.after, isWhole: false };
    if (mapping.format !== "CSV") return nothing;
    const { content, bytesRead } = openContent(file.path);
    const lines = new PlainLines(content);
    try {
      const header = await lines.header(mapping.delimiter);
      if (header === null || !hasColumns(header, columnsOf(mapping))) return nothing;
      while (lines.lastLine < file.after)
        if ((await lines.take(file.after - lines.lastLine)).length === 0) return nothing;
      for (let chunk = 0; ; chunk++) {
        const most = CHUNK_LINES[Math.min(chunk, CHUNK_LINES.length - 1)]!;
        const before = lines.lastLine;
        const bytes = await lines.take(most, CHUNK_BYTES);
        if (bytes.length === 0) return { lastLine: before, isWhole: lines.isWhole };
        if (before === Math.max(file.after, 1) && lines.lastLine - before < SMALL_FILE_LINES) return nothing;
        const staged = await this.stage(context, { mapping, header, lines, file, bytes, firstLine: before + 1 });
        if (staged === null) return { lastLine: before, isWhole: false };
        const { rows, unsealed } = staged;
        const position = { fileIndex: file.fileIndex, lastLine: lines.lastLine };
        if (rows.received === 0) {
          await rows.letGo();
          continue;
        }
        let isRefused = true;
        try {
          yield { rows, position, bytesRead: file.bytesBefore + bytesRead() };
          isRefused = false;
        } finally {
          if (isRefused && !rows.isTaken) await rows.letGo();
        }
        if (chunk > 0 && unsealed > MOST_UNSEALED * rows.received) return { lastLine: lines.lastLine, isWhole: false };
      }
    } finally {
      await lines.close();
    }
  }

  /** What `RowPreparer` does for the rows that it sees: brands are in the categories that rows name them with. */
  private async fill(
    context: RequestContext,
    { newBrands }: Mapping,
    { brands, categories }: Catalogue,
    named: readonly (readonly [brandId: number, categoryId: number])[],
  ): Promise<void> {
    const brandCodes = codesOf([...brands].map(([code, { id }]) => [code, id]));
    const categoryCodes = codesOf(categories);
    const drafts = named.flatMap(([brandId, categoryId]) => {
      const [brandCode, categoryCode] = [brandCodes.get(brandId), categoryCodes.get(categoryId)];
      return brandCode && categoryCode ? [{ brandCode, categoryCode }] : [];
    });
    await this.parts.filler.fill(context, drafts, newBrands);
  }

  /** Null: the mapping has a form that is read row by row. */
  private async stage(
    context: RequestContext,
    { mapping, header, lines, file, bytes, firstLine }: LinesToStage,
  ): Promise<{ readonly rows: StagedRows; readonly unsealed: number } | null> {
    const { touchpoints, people, clickhouse, inserts } = this.parts;
    const { fileHash, path } = file;
    const { lineEnd } = lines;
    const catalogue = await touchpoints.catalogue(context);
    const now = context.clock.now().getTime();
    const form = { mapping, header, lineEnd, fileHash, hasEscapes: hasEscapes(bytes, mapping.delimiter) };
    const staged: StagedMapping | null = stageMapping(form, { catalogue, now });
    if (staged === null) return null;
    const stage = new Stage(clickhouse, inserts);
    try {
      await stage.open(knownCodes(catalogue, mapping.money?.currencyCode ?? null), people.secrets());
      const { delimiter } = mapping;
      const received = await stage.load(staged, { bytes, firstLine, delimiter, lineEnd });
      const prepare = new RowPreparer(context, mapping, this.parts);
      const unsealed = await stage.unsealed();
      for (let from = 0; from < unsealed.length; from += BATCH_ROWS) {
        const batch = unsealed.slice(from, from + BATCH_ROWS);
        await prepare.add(
          path,
          batch.map(([line, text]) => plainRecord(text, line, { header, delimiter })),
          fileHash,
        );
      }
      const { rows, rejects, lines: numbers } = prepare.takeAll();
      await stage.add(
        rows.flatMap((touchpoint, index) =>
          isRejection(touchpoint)
            ? []
            : [
                {
                  line: numbers[index]!,
                  touchpoint,
                  keys: touchpoint.identities.map((one) => people.storedKeyOf(one)),
                },
              ],
        ),
      );
      if (mapping.onUnknownBrand === "CREATE") await this.fill(context, mapping, catalogue, await stage.brands());
      const days = await stage.days();
      return {
        rows: new StagedRows(this.parts, { stage, file: path, received, days, rejects }),
        unsealed: unsealed.length,
      };
    } catch (error) {
      await stage.close();
      throw error;
    }
  }
}

/** Numbers of the catalogue as their codes. */
const codesOf = (ids: Iterable<readonly [string, number]>): ReadonlyMap<number, string> =>
  new Map([...ids].map(([code, id]) => [id, code]));

interface LinesToStage {
  readonly mapping: Mapping;
  readonly header: readonly string[];
  readonly lines: PlainLines;
  readonly file: SourceFile;
  readonly bytes: readonly Buffer[];
  readonly firstLine: number;
}
