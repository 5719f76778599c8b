/** The suite, from simple to eight terms, as callers write rules. audiences-rival.sql says the same in the same order. */

const DAYS = (days) => ({ within: { days } });
const stage = (...stages) => ({ stage: { in: stages } });
const intent = (...rows) => ({ cell: { intent: rows } });
const did = (action, days, more = {}) => ({ did: { action, ...DAYS(days), ...more } });
const not = (rule) => ({ not: rule });
const ANY_STAGE = stage("AWARE", "APPEAL", "ACT", "ADVOCATE");

export const suite = [
  ["R1 one stage", stage("AWARE")],
  ["R2 two stages, one row of the grid", { allOf: [stage("APPEAL", "ACT"), intent("BRAND")] }],
  ["R3 an action on a platform, 30 days", { allOf: [ANY_STAGE, did("SEARCH", 30, { platforms: ["JD"] })] }],
  ["R4 a stage and an action, 30 days", { allOf: [stage("APPEAL"), did("ADD_TO_CART", 30)] }],
  [
    "R5 an action, 7 days, and never an order",
    { allOf: [stage("AWARE"), did("IMPRESSION", 7, { platforms: ["JD"] }), not(did("ORDER", 365))] },
  ],
  [
    "R6 one of two actions, 90 days",
    {
      allOf: [
        intent("CATEGORY"),
        {
          anyOf: [
            did("FAVOURITE", 90, { platforms: ["DOUYIN"] }),
            did("ADD_TO_CART", 90, { platforms: ["XIAOHONGSHU"] }),
          ],
        },
      ],
    },
  ],
  [
    "R7 at least 2 clicks, 60 days",
    { allOf: [stage("AWARE", "APPEAL"), did("CLICK", 60, { platforms: ["JD"], times: { min: 2 } })] },
  ],
  ["R8 not reached for 30 days", { allOf: [stage("ACT", "ADVOCATE"), not(did("IMPRESSION", 30))] }],
  [
    "R9 one of three actions, 90 days",
    {
      allOf: [
        { anyOf: [did("REVIEW", 90), did("SHARE", 90), did("ANSWER", 90)] },
        not(stage("AWARE")),
        intent("BRAND", "CATEGORY"),
      ],
    },
  ],
  ["R10 at least 3 impressions, 90 days", { allOf: [ANY_STAGE, did("IMPRESSION", 90, { times: { min: 3 } })] }],
  [
    "R11 eight terms, all of them",
    {
      allOf: [
        stage("APPEAL", "ACT", "ADVOCATE"),
        intent("BRAND", "CATEGORY"),
        did("IMPRESSION", 30),
        did("CLICK", 60),
        did("CONTENT_VIEW", 90, { times: { min: 2 } }),
        not(did("REFUND", 365)),
        not(did("SEARCH", 7, { platforms: ["JD"] })),
        not(did("LIVE_VIEW", 30)),
      ],
    },
  ],
  [
    "R12 eight terms, one of four pairs",
    {
      anyOf: [
        { allOf: [stage("AWARE"), did("SEARCH", 30)] },
        { allOf: [stage("ACT"), did("VISIT", 30, { times: { min: 2 } })] },
        { allOf: [intent("PLATFORM"), did("PRODUCT_VIEW", 90, { site: "ON_SITE" })] },
        { allOf: [stage("ADVOCATE"), not(did("ORDER", 90))] },
      ],
    },
  ],
];
