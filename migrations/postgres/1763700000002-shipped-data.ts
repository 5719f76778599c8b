import type { MigrationInterface, QueryRunner } from "typeorm";

/** Identifier of the organisation that runs the cloud; its operators keep the catalogue. */
const CLOUD_ORGANISATION = "00000000-0000-7000-8000-000000000001";

const PLATFORMS = [
  ["00000000-0000-7000-8000-000000000101", "JD", "JD", "京东"],
  ["00000000-0000-7000-8000-000000000102", "TENCENT", "Tencent", "腾讯"],
  ["00000000-0000-7000-8000-000000000103", "WECHAT", "WeChat", "微信"],
  ["00000000-0000-7000-8000-000000000104", "DOUYIN", "Douyin", "抖音"],
  ["00000000-0000-7000-8000-000000000105", "TOUTIAO", "Toutiao", "头条"],
  ["00000000-0000-7000-8000-000000000106", "XIAOHONGSHU", "Xiaohongshu", "小红书"],
  ["00000000-0000-7000-8000-000000000107", "BILIBILI", "Bilibili", "B站"],
  ["00000000-0000-7000-8000-000000000108", "KUAISHOU", "Kuaishou", "快手"],
  ["00000000-0000-7000-8000-000000000109", "WEIBO", "Weibo", "微博"],
  ["00000000-0000-7000-8000-000000000110", "ZHIHU", "Zhihu", "知乎"],
  ["00000000-0000-7000-8000-000000000111", "BAIDU", "Baidu", "百度"],
  ["00000000-0000-7000-8000-000000000112", "OTHER", "Other", "其他"],
];

const NAMESPACES: ReadonlyArray<readonly [string, string, string | null]> = [
  ["PHONE", "SHA256_HEX", null],
  ["EMAIL", "SHA256_HEX", null],
  ["JD_PIN", "SHA256_HEX", null],
  ["MEMBER_ID", "SHA256_HEX", null],
  ["CUSTOMER_ID", "OPAQUE", "^[A-Za-z0-9._:-]{1,128}$"],
  ["DEVICE_ID", "OPAQUE", "^[A-Za-z0-9._:-]{4,128}$"],
  ["MEDIA_ID", "OPAQUE", "^[A-Za-z0-9._:-]{4,128}$"],
];

/** The default rule set, version 1: 4A and nine-grid as the practice describes them, with the look-backs we chose. */
const DEFAULT_RULE_SET = {
  universeDays: 365,
  aware: { days: 15 },
  appeal: {
    days: 15,
    repeated: { actions: ["CONTENT_VIEW", "CLICK", "VISIT", "PRODUCT_VIEW", "LIVE_VIEW"], times: 2 },
    strong: {
      actions: ["SEARCH", "FAVOURITE", "FOLLOW", "ADD_TO_CART", "CONSULT", "MEMBER_JOIN", "SHARE", "ANSWER"],
      times: 1,
    },
  },
  act: { days: 365 },
  advocate: { days: 365, orderDays: 2, minimumRating: 4, actionsAfterOrder: ["SHARE", "ANSWER"] },
  nineGrid: { intentDays: 30, intentExcludes: ["IMPRESSION"], loyaltyDays: 365, loyalShare: 0.5 },
  groups: {
    BASE: [["BRAND", "LOYAL"]],
    POTENTIAL: [
      ["BRAND", "SWING"],
      ["BRAND", "POTENTIAL"],
    ],
    INDUSTRY: [
      ["CATEGORY", "LOYAL"],
      ["CATEGORY", "SWING"],
      ["CATEGORY", "POTENTIAL"],
    ],
    PENETRATION: [
      ["PLATFORM", "LOYAL"],
      ["PLATFORM", "SWING"],
      ["PLATFORM", "POTENTIAL"],
    ],
  },
};

export class ShippedData1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("SELECT set_config('role', 'valuegraph_system', true)");
    await runner.query(
      "INSERT INTO organisation (id, code, name, created_at) VALUES ($1, 'cloud', 'Cloud operator', now())",
      [CLOUD_ORGANISATION],
    );
    for (const platform of PLATFORMS) {
      await runner.query("INSERT INTO platform (id, code, name, name_zh) VALUES ($1, $2, $3, $4)", [...platform]);
    }
    for (const namespace of NAMESPACES) {
      await runner.query("INSERT INTO identity_namespace (code, format, pattern) VALUES ($1, $2, $3)", [...namespace]);
    }
    await runner.query(
      "INSERT INTO rule_set (id, code, version, definition, created_at) VALUES ('00000000-0000-7000-8000-000000000201', 'DEFAULT', 1, $1, now())",
      [JSON.stringify(DEFAULT_RULE_SET)],
    );
    await runner.query("INSERT INTO touchpoint_plane (id, version, next_ordinal, changed_at) VALUES (1, 0, 0, now())");
    await runner.query("SELECT set_config('role', 'none', true)");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["touchpoint_plane", "rule_set", "identity_namespace", "platform", "organisation"]) {
      await runner.query(`DELETE FROM ${table}`);
    }
  }
}
