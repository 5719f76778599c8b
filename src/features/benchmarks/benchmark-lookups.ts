import { LookUp, type LookUpKind, type LookUpParts } from "../../platform/cache/look-up";
import type { BenchmarkQuery } from "./benchmark.store";
import type { CategoryBenchmark, ExactFigure } from "./brand-benchmark";

/**
 * Which refresh is the newest. Processes keep it for themselves: it is one small row, and what Redis kept could be older than what
 * a process was told to forget.
 */
const NEWEST: LookUpKind<CategoryBenchmark | null> = {
  name: "benchmark-newest",
  version: 1,
  freshSeconds: 5,
  absentSeconds: 2,
  staleSeconds: 600,
  isAbsent: (benchmark) => benchmark === null,
  codec: null,
};

/** A brand's figures of one refresh never change; an hour bounds what a refresh that nobody asks for any more keeps in memory. */
const FIGURES: LookUpKind<readonly ExactFigure[]> = {
  name: "benchmark-figures",
  version: 2,
  freshSeconds: 3_600,
  // No figures may turn into some by a grant.
  absentSeconds: 5,
  staleSeconds: 3_600,
  isAbsent: (figures) => figures.length === 0,
  codec: {
    write: (figures) => JSON.stringify(figures, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
    read: (text) => {
      const rows: (Omit<ExactFigure, "numerator" | "denominator"> & {
        numerator: string;
        denominator: string | null;
      })[] = JSON.parse(text);
      return rows.map((row) => ({
        ...row,
        numerator: BigInt(row.numerator),
        denominator: row.denominator === null ? null : BigInt(row.denominator),
      }));
    },
  },
};

/** The industry of a brand: its primary category, which changes when a catalogue is mended. */
const INDUSTRY: LookUpKind<number | null> = {
  name: "brand-industry",
  version: 1,
  freshSeconds: 10,
  absentSeconds: 1,
  staleSeconds: 600,
  isAbsent: (categoryId) => categoryId === null,
  codec: null,
};

export type IndustryLookUp = LookUp<number | null>;
export type NewestLookUp = LookUp<CategoryBenchmark | null>;
export type FigureLookUp = LookUp<readonly ExactFigure[]>;

export const industryLookUp = (parts: LookUpParts): IndustryLookUp => new LookUp(INDUSTRY, parts);
export const newestLookUp = (parts: LookUpParts): NewestLookUp => new LookUp(NEWEST, parts);
export const figureLookUp = (parts: LookUpParts): FigureLookUp => new LookUp(FIGURES, parts);

/** A new refresh of a category makes all keys that begin so out of date. */
export const newestPrefix = (categoryId: number): string => `${categoryId}:`;

export const newestKey = ({ categoryId, asOf, flowFrom }: BenchmarkQuery): string =>
  `${newestPrefix(categoryId)}${asOf.getTime()}:${flowFrom?.getTime() ?? "any"}`;

/** Row-level security decides by organisation, so what it let pass is kept by organisation; the refresh's id is the version. */
export const figureKey = (organisationId: string, benchmarkId: string, brandId: number): string =>
  `${organisationId}:${benchmarkId}:${brandId}`;
