/** What a key may do. A field of the schema names exactly one; SIGNED_IN is held by every valid key. */
export const permissions = [
  "SIGNED_IN",
  "EDIT_CATALOGUE",
  "MANAGE_ACCESS",
  "INGEST_TOUCHPOINTS",
  "READ_ASSETS",
  "TAKE_SNAPSHOTS",
  "EDIT_RULE_SETS",
  "REFRESH_BENCHMARKS",
  "IMPORT_BENCHMARKS",
  "READ_AUDIENCES",
  "EDIT_AUDIENCES",
  "PUSH_AUDIENCES",
  "MANAGE_CONNECTORS",
  "READ_CAMPAIGNS",
  "EDIT_CAMPAIGNS",
  "SHARE_TEMPLATES",
  "READ_BUDGETS",
  "EDIT_BUDGETS",
  "APPROVE_BUDGETS",
  "READ_ATTRIBUTION",
  "RUN_ATTRIBUTION",
  "INSPECT_PEOPLE",
  "MANAGE_ATTRIBUTES",
  "INSPECT_TOUCHPOINTS",
  "MANAGE_PEOPLE",
  "ERASE_PEOPLE",
  "READ_METRICS",
  "EDIT_TASKS",
  "EDIT_DIAGNOSIS",
] as const;

export type Permission = (typeof permissions)[number];

const READ = [
  "SIGNED_IN",
  "READ_ASSETS",
  "READ_AUDIENCES",
  "READ_CAMPAIGNS",
  "READ_BUDGETS",
  "READ_ATTRIBUTION",
] as const;
/** What concerns every organisation: the catalogue, the industry's figures, whom nobody may know any more, and how the processes do. */
const OF_THE_CLOUD: readonly Permission[] = ["EDIT_CATALOGUE", "REFRESH_BENCHMARKS", "ERASE_PEOPLE", "READ_METRICS"];
const ORGANISATION = permissions.filter((permission) => !OF_THE_CLOUD.includes(permission));

/** The roles of access keys: OPERATOR runs the cloud and MONITOR watches its processes, the others belong to an organisation's tools. */
export const rolePermissions = {
  OPERATOR: permissions,
  ADMIN: ORGANISATION,
  AD_OPS: [...READ, "EDIT_AUDIENCES", "PUSH_AUDIENCES", "EDIT_CAMPAIGNS", "EDIT_BUDGETS", "EDIT_DIAGNOSIS"],
  PARTNER: ["SIGNED_IN", "READ_ASSETS", "READ_AUDIENCES", "EDIT_DIAGNOSIS"],
  BI: [...READ, "RUN_ATTRIBUTION"],
  INTEGRATION: [
    "SIGNED_IN",
    "INGEST_TOUCHPOINTS",
    "IMPORT_BENCHMARKS",
    "READ_CAMPAIGNS",
    "EDIT_CAMPAIGNS",
    "INSPECT_TOUCHPOINTS",
  ],
  MONITOR: ["SIGNED_IN", "READ_METRICS"],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof rolePermissions;
export const roles = Object.keys(rolePermissions) as readonly Role[];
