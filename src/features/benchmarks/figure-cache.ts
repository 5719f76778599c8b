import type { Cache } from "../../platform/cache/cache";
import type { ExactFigure } from "./brand-benchmark";

/** Changes with the shape of what is kept. */
const VERSION = 1;
/** Figures of one refresh never change; an hour bounds what a refresh that nobody asks for any more keeps in memory. */
const TTL_SECONDS = 3_600;
/** No figures may turn into some by a grant, so their absence is believed for seconds only. */
const ABSENCE_TTL_SECONDS = 5;
/** Longest wait: the look-up that the cache saves takes a few milliseconds. */
const PATIENCE_MS = 250;

export interface FigureKey {
  /** Row-level security decides by organisation, so what it let pass is kept by organisation. */
  readonly organisationId: string;
  readonly benchmarkId: string;
  readonly brandId: number;
}

/**
 * Keeps a brand's figures of one refresh. The key names the refresh, so an entry is never out of date: a newer refresh has
 * another id. Whatever the cache does (throws, hangs, answers nonsense), the figures come from `load`, at most once at a time per key.
 */
export class FigureCache {
  private readonly loading = new Map<string, Promise<readonly ExactFigure[]>>();

  constructor(private readonly cache: Cache) {}

  read(figureKey: FigureKey, load: () => Promise<readonly ExactFigure[]>): Promise<readonly ExactFigure[]> {
    const key = `benchmark-figures:${VERSION}:${figureKey.organisationId}:${figureKey.benchmarkId}:${figureKey.brandId}`;
    const known = this.loading.get(key);
    if (known) return known;
    const flight = this.fetch(key, load).finally(() => this.loading.delete(key));
    this.loading.set(key, flight);
    return flight;
  }

  private async fetch(key: string, load: () => Promise<readonly ExactFigure[]>): Promise<readonly ExactFigure[]> {
    const kept = await this.kept(key);
    if (kept) return kept;
    const figures = await load();
    void this.keep(key, figures);
    return figures;
  }

  private async keep(key: string, figures: readonly ExactFigure[]): Promise<void> {
    try {
      await this.cache.set(key, serialise(figures), figures.length === 0 ? ABSENCE_TTL_SECONDS : TTL_SECONDS);
    } catch {
      // What is not kept is read again.
    }
  }

  private async kept(key: string): Promise<readonly ExactFigure[] | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null);
    });
    try {
      const text = await Promise.race([this.cache.get(key), late]);
      return text === null ? null : parse(text);
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

const serialise = (figures: readonly ExactFigure[]): string =>
  JSON.stringify(figures, (_, value) => (typeof value === "bigint" ? value.toString() : value));

function parse(text: string): readonly ExactFigure[] {
  const rows: (Omit<ExactFigure, "numerator" | "denominator"> & { numerator: string; denominator: string | null })[] =
    JSON.parse(text);
  return rows.map((row) => ({
    ...row,
    numerator: BigInt(row.numerator),
    denominator: row.denominator === null ? null : BigInt(row.denominator),
  }));
}
