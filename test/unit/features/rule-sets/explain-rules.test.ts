import fc from "fast-check";
import { checkDefinition } from "../../../../src/features/rule-sets/check-definition";
import type { DefinitionDraft } from "../../../../src/features/rule-sets/definition-draft";
import { explainRules } from "../../../../src/features/rule-sets/explain-rules";
import { ProblemList } from "../../../../src/platform/user-error";
import { STRICT } from "../../../api/rule-sets/definitions";

const strict = checkDefinition(new ProblemList(), STRICT as unknown as DefinitionDraft, []);
const days = fc.integer({ min: 100, max: 365 });
const times = fc.integer({ min: 10, max: 99 });

const definitions = fc
  .record({ days: fc.tuple(days, days, days, days, days, days, days), times: fc.tuple(times, times, times) })
  .map(({ days, times }) => ({
    ...strict,
    universeDays: days[0],
    aware: { days: days[1] },
    appeal: {
      days: days[2],
      repeated: { actions: ["CLICK"], times: times[0] },
      strong: { actions: ["SEARCH"], times: times[1] },
    },
    act: { days: days[3] },
    advocate: { ...strict.advocate, days: days[4], orderDays: times[2] },
    nineGrid: { ...strict.nineGrid, intentDays: days[5], loyaltyDays: days[6], loyalShare: 0.335 },
  }));

it.each(["EN", "ZH"] as const)("says each number of the rules, and none besides (%s)", (language) => {
  fc.assert(
    fc.property(definitions, (definition) => {
      const { universeDays, aware, appeal, act, advocate, nineGrid } = definition;
      const numbers = Object.values(explainRules(definition, language)).flatMap((sentence) =>
        (sentence.match(/\d+(\.\d+)?/g) ?? []).map(Number),
      );
      const ratings = [advocate.minimumRating, 5];
      const { intentDays, loyaltyDays } = nineGrid;
      expect(numbers).toEqual([
        universeDays,
        aware.days,
        ...[appeal.days, appeal.repeated.times, appeal.strong.times],
        act.days,
        ...[advocate.days, advocate.orderDays, ...ratings],
        ...[intentDays, intentDays, intentDays],
        ...[loyaltyDays, 33.5, loyaltyDays, loyaltyDays],
      ]);
    }),
  );
});

it("leaves out what rules leave out", () => {
  const bare = {
    ...strict,
    advocate: { ...strict.advocate, actionsAfterOrder: [] },
    nineGrid: { ...strict.nineGrid, intentExcludes: [] },
  };
  expect(explainRules(bare, "EN")).toMatchObject({
    ADVOCATE: "Act, and in the last 30 days orders on at least 2 different days, or a review of at least 5 of 5.",
    BRAND_INTENT: "In the last 30 days a touchpoint of the brand.",
  });
  expect(explainRules(bare, "ZH")).toMatchObject({
    ADVOCATE: "满足行动,且最近30天内在至少2个不同日期下单,或评价不低于5分(满分5分)。",
    BRAND_INTENT: "最近30天内与品牌有过触点。",
  });
});
