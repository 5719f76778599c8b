import type { RequestContext } from "../../platform/request-context";
import type { CatalogueFiller } from "./catalogue-filler";
import { checkTouchpoint } from "./check-touchpoint";
import type { FileLine } from "./file-line";
import { compileMapping, isDraft, type MapRow } from "./map-row";
import { columnsOf, type Mapping } from "./mapping";
import { maskLine } from "./mask-rejected";
import type { RejectedRow } from "./rejected-row";
import { isRejection, type Rejection, rejection } from "./rejection";
import type { Seal, SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointService } from "./touchpoint.service";

export interface RowPreparerParts {
  readonly touchpoints: TouchpointService;
  readonly filler: CatalogueFiller;
  readonly seal: Seal;
}

export interface PreparedRows {
  /** Sealed at once: a parsed row that waited for its chunk cost more in garbage collection than in parsing. */
  readonly rows: readonly (SealedTouchpoint | Rejection)[];
  /** The rejected ones of them, in order. */
  readonly rejects: readonly RejectedRow[];
  /** Line of each row. */
  readonly lines: readonly number[];
}

/** Maps, checks and seals lines, and keeps them until they are taken. */
export class RowPreparer {
  private readonly map: MapRow;
  private readonly mask: ReturnType<typeof maskLine>;
  private readonly known: ReadonlySet<string>;
  private rows: (SealedTouchpoint | Rejection)[] = [];
  private rejects: RejectedRow[] = [];
  private lines: number[] = [];

  constructor(
    private readonly context: RequestContext,
    private readonly mapping: Mapping,
    private readonly parts: RowPreparerParts,
  ) {
    this.map = compileMapping(mapping);
    this.mask = maskLine(mapping);
    this.known = columnsOf(mapping).known;
  }

  get size(): number {
    return this.rows.length;
  }

  takeAll(): PreparedRows {
    const { rows, rejects, lines } = this;
    this.rows = [];
    this.rejects = [];
    this.lines = [];
    return { rows, rejects, lines };
  }

  async add(path: string, batch: readonly FileLine[], fileHash: string): Promise<void> {
    const drafts = batch.map((line) => this.draftOf(line, fileHash));
    const { onUnknownBrand, newBrands } = this.mapping;
    if (onUnknownBrand === "CREATE") await this.parts.filler.fill(this.context, drafts.filter(isDraft), newBrands);
    const catalogue = await this.parts.touchpoints.catalogue(this.context);
    const now = this.context.clock.now().getTime();
    for (const [index, draft] of drafts.entries()) {
      const checked = isDraft(draft) ? checkTouchpoint(draft, catalogue, now) : draft;
      this.rows.push(isRejection(checked) ? checked : this.parts.seal(checked));
      this.lines.push(batch[index]!.line);
      if (isRejection(checked)) this.rejects.push(this.mask({ file: path, ...batch[index]!, rejection: checked }));
    }
  }

  private draftOf({ line, row, problem }: FileLine, fileHash: string): TouchpointDraft | Rejection {
    if (row === null) return rejection("MALFORMED_ROW", [], problem ?? "the line cannot be read");
    for (const column in row) {
      if (!this.known.has(column)) {
        const rule = `The mapping must name every column, but not ${column}.`;
        return rejection("UNKNOWN_FIELD", [column], rule, this.known);
      }
    }
    return this.map(row, { fileHash, line });
  }
}
