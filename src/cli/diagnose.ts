import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DateTime } from "luxon";
import type { Logger } from "pino";
import type { App } from "../app";
import { projectRoot } from "../platform/project-root";
import { UserProblems } from "../platform/user-error";
import { diagnosisReport } from "./diagnosis-report";
import { type Answer, LocalApi } from "./local-api";
import { commandContext, organisationByCode } from "./open-app";

export interface DiagnoseOptions {
  readonly brand: string;
  /** A day of the brand's zone; its first instant is meant. */
  readonly asOf: string;
  readonly flowFrom?: string;
  readonly organisation: string;
  readonly language: string;
}

const BRANDS = "{ viewer { brands { id code zone } } }";
const TAKE =
  "mutation ($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }";
const REFRESH =
  "mutation ($input: RefreshBenchmarksInput!) { refreshBenchmarks(input: $input) { run { id } userErrors { message } } }";

/** How far back the page's trend goes. */
const TREND_DAYS = 60;

/** `valuegraph diagnose`: a brand's diagnosis as tables; takes the snapshot and compares the category where that was not done. */
export async function diagnose(app: App, logger: Logger, options: DiagnoseOptions): Promise<string> {
  const organisationId = await organisationByCode(app, options.organisation);
  const api = new LocalApi(app, () => commandContext(organisationId, logger));
  const { viewer } = await api.send(BRANDS);
  const brand = viewer.brands.find(({ code }: Answer) => code === options.brand);
  if (!brand) throw refuse("brand", `a brand granted to ${options.organisation}`, options.brand);
  const day = dayOf("as-of", options.asOf, brand.zone);
  const variables = {
    brand: brand.id,
    asOf: day.toISO(),
    flowFrom: options.flowFrom === undefined ? null : dayOf("flow-from", options.flowFrom, brand.zone).toISO(),
    from: day.minus({ days: TREND_DAYS }).toISODate(),
    to: day.toISODate(),
    language: options.language,
  };
  const document = await readFile(join(projectRoot, "examples", "queries", "partner-diagnosis.graphql"), "utf8");
  const page = (): Promise<Answer> => api.send(document, variables);
  const first = await page();
  if (await fillIn(app, api, first.brand, variables)) return diagnosisReport(await page());
  return diagnosisReport(first);
}

/** True when something was missing. */
async function fillIn(
  app: App,
  api: LocalApi,
  { id, assetSnapshot, categories, diagnosis }: Answer,
  { asOf, flowFrom }: { readonly asOf: string | null; readonly flowFrom: string | null },
): Promise<boolean> {
  const primary = categories.find(({ isPrimary }: Answer) => isPrimary)?.category;
  const isCompared = !primary || diagnosis.computedAt !== null;
  if (assetSnapshot && isCompared) return false;
  const worker = app.worker();
  await worker.start();
  try {
    if (!assetSnapshot) await api.run(TAKE, { input: { brandId: id, asOf } });
    if (!isCompared) await api.run(REFRESH, { input: { categoryId: primary.id, asOf, flowFrom } });
  } finally {
    await worker.stop();
  }
  return true;
}

function dayOf(name: string, text: string, zone: string): DateTime {
  const day = DateTime.fromISO(text, { zone });
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !day.isValid) throw refuse(name, "a day, e.g. 2025-11-11", text);
  return day;
}

const refuse = (name: string, what: string, got: string): UserProblems =>
  UserProblems.one("INVALID_INPUT", null, `--${name} must be ${what}, but got "${got.slice(0, 60)}".`);
