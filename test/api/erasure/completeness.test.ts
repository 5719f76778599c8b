import { createTestApp, type TestApp } from "../../support/test-app";
import { testEngines } from "../../support/test-engines";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const FIGURES = "figures of many people, which stay when one of them is erased";
const DEFINED = "what people of an organisation defined or decided, about nobody who is met";
const OURS = "ids and counts of our own work; what came in is not kept";

/** Every table that no eraser cleans, with the reason why it need not. A new table must be in one of the two. */
const KEEPS_NOBODY: Readonly<Record<string, string>> = {
  schema_migration: OURS,
  organisation: DEFINED,
  access_key: DEFINED,
  audit_log: DEFINED,
  asked_question: "hashes of what keys asked about groups, for a day",
  category: DEFINED,
  brand: DEFINED,
  brand_category: DEFINED,
  brand_grant: DEFINED,
  platform: DEFINED,
  identity_namespace: DEFINED,
  rule_set: DEFINED,
  brand_rule_set: DEFINED,
  asset_snapshot_schedule: DEFINED,
  touchpoint_source: DEFINED,
  attribute_definition: DEFINED,
  campaign: DEFINED,
  campaign_step: DEFINED,
  placement: DEFINED,
  placement_external_id: DEFINED,
  flight: DEFINED,
  growth_strategy: DEFINED,
  steering_plan: DEFINED,
  steering_line: DEFINED,
  steering_level: DEFINED,
  hourly_decision: FIGURES,
  hourly_decision_change: DEFINED,
  response_curve: DEFINED,
  budget_plan: DEFINED,
  budget_tree: DEFINED,
  budget_node: DEFINED,
  placement_budget: DEFINED,
  control_change: DEFINED,
  year_plan: DEFINED,
  audience_pack: DEFINED,
  audience_pack_rules: DEFINED,
  look_alike_model: FIGURES,
  customer_value_model: FIGURES,
  customer_value_scoring: FIGURES,
  value_tier_cuts: DEFINED,
  purchase_forecast: "what a model expects of each distinct history of purchases; nobody is named",
  audience_pack_version: DEFINED,
  audience_pack_schedule: DEFINED,
  connector: DEFINED,
  audience_list: DEFINED,
  audience_list_upload: FIGURES,
  audience_push: FIGURES,
  audience_push_chunk: FIGURES,
  audience_export: FIGURES,
  crowd_strategy: DEFINED,
  crowd: DEFINED,
  engage_plan: DEFINED,
  engage_line: DEFINED,
  experiment: DEFINED,
  experiment_audience: DEFINED,
  experiment_arm: DEFINED,
  experiment_version: DEFINED,
  reach_matrix: DEFINED,
  reach_pack: DEFINED,
  media_programme: DEFINED,
  membership_programme: DEFINED,
  membership_tiers: DEFINED,
  member_evaluation: FIGURES,
  benefit: DEFINED,
  creator: "people whom a brand pays for posts, by contract; nobody who is met",
  creator_post: "as creator",
  search_dictionary: DEFINED,
  search_alias: DEFINED,
  trend_topic: "topics of the day as media report them, about nobody who is met",
  placement_delivery: FIGURES,
  asset_snapshot: FIGURES,
  audience_pack_build: FIGURES,
  benchmark: FIGURES,
  benchmark_figure: FIGURES,
  imported_benchmark: "figures of an industry, as an outside source gives them",
  market_refresh: FIGURES,
  market_period: FIGURES,
  market_sales: FIGURES,
  attribution_report: FIGURES,
  attribution_credit: FIGURES,
  report_frequency: FIGURES,
  attribution_period: FIGURES,
  attribution_period_credit: FIGURES,
  attribution_path_set: "counts of equal paths, as an outside source gives them",
  export_file: FIGURES,
  bi_login: DEFINED,
  asset_told_count: FIGURES,
  attribution_change: "which report of a campaign is the newest",
  platform_potential: FIGURES,
  media_yield: FIGURES,
  finding_task: DEFINED,
  slot_hour: "what slots cost and how often they were shown",
  content_session: DEFINED,
  keyword_takeover: DEFINED,
  growth_programme: DEFINED,
  growth_phase: DEFINED,
  campaign_target_set: DEFINED,
  campaign_target: DEFINED,
  campaign_review: FIGURES,
  learning: FIGURES,
  learning_use: DEFINED,
  playbook: DEFINED,
  playbook_use: DEFINED,
  playbook_pack: DEFINED,
  brand_group: DEFINED,
  brand_group_member: DEFINED,
  group_strategy: DEFINED,
  group_strategy_version: DEFINED,
  group_strategy_override: DEFINED,
  playbook_template: DEFINED,
  playbook_template_author: DEFINED,
  health_threshold: DEFINED,
  first_party_upload: FIGURES,
  audience_pack_run: OURS,
  integration_run: OURS,
  intake_chunk: OURS,
  dead_chunk: OURS,
  touchpoint_plane: OURS,
  job_run: `${OURS}; an erasure's own job holds nothing`,
  people_settlement: OURS,
  people_overlay: "which overlay an organisation reads; its aliases are in person_alias",
  retired_overlay: OURS,
  unsettled_overlay: OURS,
  identity_erasure: "the receipt: the identity under the second key, and nothing else once it is completed",
  erased_identity: "the block list: identities under the second key",
};

async function tablesOfPostgres(): Promise<readonly string[]> {
  const rows: { name: string }[] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"),
  );
  return rows.map(({ name }) => name);
}

async function tablesOfClickHouse(): Promise<readonly string[]> {
  const answer = await test.app.clickhouse.query({
    query: "SELECT name FROM system.tables WHERE database = currentDatabase()",
    format: "JSONEachRow",
  });
  const { cluster } = testEngines().plane;
  const names = (await answer.json<{ name: string }>()).map(({ name }) => name);
  return cluster === null ? names : names.map((name) => name.replace(/_shard$/, ""));
}

it("names every table as cleaned by an eraser, or as one that keeps nobody and why", async () => {
  const tables = new Set([...(await tablesOfPostgres()), ...(await tablesOfClickHouse())]);
  const cleaned = test.app.erasedTables;
  const kept = Object.keys(KEEPS_NOBODY);
  expect(cleaned.filter((table) => kept.includes(table))).toEqual([]);
  expect([...cleaned, ...kept].sort()).toEqual([...tables].sort());
});
