import { currencyExponent } from "../../platform/money";
import {
  costPerConversion,
  type Dimension,
  type Grain,
  type LineWithFacts,
  type ModelKey,
  type NodeIds,
  OTHER,
  printLineKey,
  returnOnInvestment,
  type StoredPeriod,
  type WholeReport,
} from "../attribution";
import type { Brand } from "../brands";
import { column, type FigureColumn, type FigureRow, type FigureTable } from "./figure-table";

/** Raise it with every column that is added. */
const SCHEMA_VERSION = 1;

/**
 * An attribution report as a table. Of one grain, dimension and model the conversions of all rows, REMAINDER and UNATTRIBUTED
 * included, sum exactly to the report's conversions, and so do the values.
 */
export function attributionTable(whole: WholeReport, brand: Brand | null, nodeId: NodeIds): FigureTable {
  const { report, dimensions, periods } = whole;
  const { currencyCode, subject, window, conversion } = report;
  const head: FigureRow = {
    report_id: nodeId("AttributionReport", report.id),
    version: BigInt(report.version),
    subject: subject.kind,
    brand_id: whole.brandId === null ? null : nodeId("Brand", String(whole.brandId)),
    campaign_id: subject.kind === "CAMPAIGN" ? nodeId("Campaign", subject.campaignId) : null,
    window_from: window?.from ?? null,
    window_to: window?.to ?? null,
    as_of: report.asOf,
    state: report.state,
    data_state: report.dataState,
    conversion_action: conversion.action,
    lookback_days: BigInt(report.lookbackDays),
    currency_code: currencyCode,
  };
  const unattributed = {
    row_kind: "UNATTRIBUTED",
    conversions: report.unattributedConversions * MILLIONTHS,
    value: report.unattributedValueMinor,
  };
  const rows = [
    ...dimensions.flatMap(({ dimension, lines }) =>
      report.models.flatMap((model, index) => {
        const about = { grain: "WINDOW", dimension, model };
        const ofLines = lines.map((line) => ({ ...about, ...lineOf(line, dimension, index, nodeId) }));
        return [...ofLines, { ...about, ...unattributed }];
      }),
    ),
    ...periods.flatMap(({ grain, model, periods: ofModel }) => {
      const lines = dimensions.find(({ dimension }) => dimension === "PLATFORM")?.lines ?? [];
      return periodRows(grain, model, ofModel, platformTotals(lines, report.models.indexOf(model)));
    }),
  ];
  return {
    schemaVersion: SCHEMA_VERSION,
    columns: columnsOf(currencyCode),
    rows: rows.map((row) => ({ ...head, ...row })),
    zone: brand?.zone ?? null,
    currencyCode,
  };
}

const MILLIONTHS = 1_000_000n;

function lineOf(line: LineWithFacts, dimension: Dimension, model: number, nodeId: NodeIds): FigureRow {
  const { conversionMillionths, value } = line.credits[model]!;
  const { cost } = line;
  const key = printLineKey(line, dimension, nodeId);
  return {
    row_kind: key === OTHER ? "REMAINDER" : "LINE",
    key,
    conversions: conversionMillionths,
    value,
    cost,
    cost_per_conversion: costPerConversion(cost, conversionMillionths),
    roi: returnOnInvestment(value, cost),
    cost_reason: cost === null ? "NOT_KNOWN" : null,
  };
}

interface Total {
  readonly conversions: bigint;
  readonly value: bigint;
}

const platformTotals = (lines: readonly LineWithFacts[], model: number): ReadonlyMap<string, Total> =>
  new Map(
    lines.map(({ platform, credits }) => {
      const { conversionMillionths, value } = credits[model]!;
      return [platform, { conversions: conversionMillionths, value }];
    }),
  );

/** Withheld cells are null and SUPPRESSED; what they come to together is one REMAINDER a platform. */
function periodRows(
  grain: Grain,
  model: ModelKey,
  periods: readonly StoredPeriod[],
  totals: ReadonlyMap<string, Total>,
): readonly FigureRow[] {
  const about = { grain, dimension: "PLATFORM", model };
  const rows: FigureRow[] = [];
  const told = new Map<string, Total>();
  const withheld = new Set<string>();
  for (const { from, credits, unattributedConversions, unattributedValueMinor } of periods) {
    for (const [platform, millionths, minor] of credits) {
      const cell = { ...about, row_kind: "LINE", period_from: from, key: platform };
      if (millionths === null || minor === null) {
        withheld.add(platform);
        rows.push({ ...cell, reason: "SUPPRESSED" });
        continue;
      }
      const [conversions, value] = [BigInt(millionths), BigInt(minor)];
      const before = told.get(platform) ?? { conversions: 0n, value: 0n };
      told.set(platform, { conversions: before.conversions + conversions, value: before.value + value });
      rows.push({ ...cell, conversions, value });
    }
    rows.push({
      ...{ ...about, row_kind: "UNATTRIBUTED", period_from: from },
      conversions: BigInt(unattributedConversions) * MILLIONTHS,
      value: BigInt(unattributedValueMinor),
    });
  }
  for (const platform of withheld) {
    const total = totals.get(platform)!;
    const known = told.get(platform) ?? { conversions: 0n, value: 0n };
    rows.push({
      ...{ ...about, row_kind: "REMAINDER", key: platform },
      conversions: total.conversions - known.conversions,
      value: total.value - known.value,
    });
  }
  return rows;
}

/** Only ever added to, at the end. */
function columnsOf(currencyCode: string): readonly FigureColumn[] {
  const money = (name: string, description: string): FigureColumn =>
    column.maybeDecimal(name, currencyExponent(currencyCode), currencyCode, description);
  return [
    column.text("report_id", null, "Id of the report."),
    column.whole("version", null, "Version of the report among those of its subject."),
    column.text("subject", null, "CAMPAIGN, BRAND or PATHS (imported paths)."),
    column.maybeText("brand_id", null, "Id of the brand; null of imported paths."),
    column.maybeText("campaign_id", null, "Id of the campaign; null of other subjects."),
    column.maybeInstant("window_from", "UTC", "First instant of the conversions' window; null of imported paths."),
    column.maybeInstant("window_to", "UTC", "The first instant after it; null of imported paths."),
    column.instant("as_of", "UTC", "Orders, refunds and touches before this instant count."),
    column.text("state", null, "PROVISIONAL while orders or refunds were still to come, else FINAL."),
    column.text("data_state", null, "COMPLETE, PROVISIONAL or OUTDATED, when the file was written."),
    column.text("conversion_action", null, "What was counted as a conversion."),
    column.whole("lookback_days", "days", "How long before a conversion a touch is eligible."),
    column.text("grain", null, "WINDOW, DAY or HOUR."),
    column.maybeInstant("period_from", "UTC", "First instant of the day or hour; null of the whole window."),
    column.text("dimension", null, "What a line is about."),
    column.text("model", null, "The attribution model."),
    column.text(
      "row_kind",
      null,
      "LINE; REMAINDER: what is too small to be told, together; UNATTRIBUTED: conversions without an eligible touch.",
    ),
    column.maybeText(
      "key",
      null,
      "Which line; empty: touches that name nothing in this dimension. Null of UNATTRIBUTED.",
    ),
    column.maybeDecimal("conversions", 6, "conversions", "Conversions credited; null where reason says why."),
    money("value", "Value credited, net of refunds; null where reason says why."),
    column.maybeText("reason", null, "SUPPRESSED: too few people are behind the cell. Null where it is told."),
    money("cost", "What media reported as spent on the line so far; null where cost_reason says why."),
    money("cost_per_conversion", "Cost per conversion; null without a cost or a conversion."),
    column.maybeNumber("roi", "ratio", "Value per unit of cost; null without a positive cost."),
    column.maybeText(
      "cost_reason",
      null,
      "NOT_KNOWN: a placement of the line reported no cost, or nothing was bought.",
    ),
    column.text("currency_code", null, "ISO 4217 code of every amount."),
  ];
}
