import fc from "fast-check";
import type { DeliveryFigure, DeliveryReport } from "../../../../src/features/campaigns/delivery";
import { type DeliveryVerdict, judgeDelivery } from "../../../../src/features/campaigns/judge-delivery";

const HOUR_MS = 3_600_000;
const dayOf = (index: number) => ({ from: new Date(index * 24 * HOUR_MS), to: new Date((index + 1) * 24 * HOUR_MS) });

interface Place {
  readonly placement?: string;
  readonly day?: number;
  /** Absent: the whole day. */
  readonly hour?: number;
}

function report(impressions: number, { placement = "splash", day = 0, hour }: Place = {}): DeliveryReport {
  const whole = dayOf(day);
  const from = new Date(+whole.from + (hour ?? 0) * HOUR_MS);
  const period = hour === undefined ? whole : { from, to: new Date(+from + HOUR_MS) };
  return {
    placementId: placement,
    period,
    grain: hour === undefined ? "DAY" : "HOUR",
    day: whole,
    impressions: BigInt(impressions),
    clicks: 1n,
    costMinor: 100n,
  };
}

const outcomes = (verdicts: readonly DeliveryVerdict[]) => verdicts.map(({ outcome }) => outcome);
const figuresOf = (verdicts: readonly DeliveryVerdict[]): readonly DeliveryFigure[] =>
  verdicts.flatMap((verdict) => ("figure" in verdict ? [verdict.figure] : []));

describe("judgeDelivery", () => {
  it("accepts what is new as version 1", () => {
    expect(judgeDelivery([report(5)], [])).toEqual([{ outcome: "ACCEPTED", figure: { ...report(5), version: 1 } }]);
  });

  it("changes nothing for the same figures and restates others as the next version", () => {
    const known = [{ ...report(5), version: 3 }];
    expect(judgeDelivery([report(5)], known)).toEqual([{ outcome: "UNCHANGED" }]);
    expect(judgeDelivery([report(6)], known)).toEqual([{ outcome: "RESTATED", figure: { ...report(6), version: 4 } }]);
    for (const change of [{ clicks: 2n }, { costMinor: 101n }]) {
      expect(outcomes(judgeDelivery([{ ...report(5), ...change }], known))).toEqual(["RESTATED"]);
    }
  });

  it("judges a row beside those before it in the call", () => {
    const verdicts = judgeDelivery([report(5), report(5), report(6), report(5)], []);
    expect(outcomes(verdicts)).toEqual(["ACCEPTED", "UNCHANGED", "RESTATED", "RESTATED"]);
    expect(figuresOf(verdicts).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it("rejects hours of a day that was reported as a whole", () => {
    const [verdict] = judgeDelivery([report(5, { hour: 23 })], [{ ...report(5), version: 1 }]);
    expect(verdict).toEqual({
      outcome: "REJECTED",
      rejection: {
        reason: "GRAIN_CONFLICT",
        field: ["period"],
        message:
          "The placement reported the day from 1970-01-01T00:00:00.000Z as a whole, so it must stay so, but got an hour of it; restate it in the same grain.",
      },
    });
  });

  it("rejects a whole day that was reported by hours, also within one call", () => {
    const verdicts = judgeDelivery([report(1, { hour: 0 }), report(9), report(2, { hour: 1 })], []);
    expect(outcomes(verdicts)).toEqual(["ACCEPTED", "REJECTED", "ACCEPTED"]);
    expect(verdicts[1]).toMatchObject({
      rejection: { message: expect.stringContaining("by hours, so it must stay so, but got the whole day;") },
    });
  });

  it("knows each placement and day by itself", () => {
    const rows = [report(1), report(2, { day: 1, hour: 3 }), report(3, { placement: "feed", hour: 4 })];
    expect(outcomes(judgeDelivery(rows, []))).toEqual(["ACCEPTED", "ACCEPTED", "ACCEPTED"]);
  });

  it("keeps the place of rows that could not be read", () => {
    const rejection = { reason: "INVALID_VALUE", field: ["clicks"], message: "clicks must be." } as const;
    expect(judgeDelivery([rejection, report(1)], [])).toEqual([
      { outcome: "REJECTED", rejection },
      { outcome: "ACCEPTED", figure: { ...report(1), version: 1 } },
    ]);
  });

  const rows = fc.array(
    fc
      .record({
        impressions: fc.integer({ min: 0, max: 3 }),
        placement: fc.constantFrom("splash", "feed"),
        day: fc.integer({ min: 0, max: 2 }),
        hour: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      })
      .map(({ impressions, ...place }) => report(impressions, place)),
    { maxLength: 30 },
  );

  it("does the same in one call and in many", () => {
    fc.assert(
      fc.property(rows, fc.nat(30), (all, cut) => {
        const first = judgeDelivery(all.slice(0, cut), []);
        const second = judgeDelivery(all.slice(cut), figuresOf(first));
        expect([...first, ...second]).toEqual(judgeDelivery(all, []));
      }),
    );
  });

  it("changes nothing when what counts is sent again", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const figures = figuresOf(judgeDelivery(all, []));
        const counting = [...new Map(figures.map((row) => [`${row.placementId} ${+row.period.from}`, row])).values()];
        const again = counting.map(({ version: _, ...row }) => row);
        expect(outcomes(judgeDelivery(again, figures))).toEqual(counting.map(() => "UNCHANGED"));
      }),
    );
  });

  it("never keeps a whole day and an hour of it of one placement", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const grains = new Map<string, Set<string>>();
        for (const { placementId, day, grain } of figuresOf(judgeDelivery(all, []))) {
          const key = `${placementId} ${+day.from}`;
          grains.set(key, (grains.get(key) ?? new Set()).add(grain));
        }
        expect([...grains.values()].every(({ size }) => size === 1)).toBe(true);
      }),
    );
  });
});
