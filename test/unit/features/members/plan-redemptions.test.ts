import { type Benefit, chooseIssue, type IssuedBenefit } from "../../../../src/features/members/benefit";
import { planRedemptions, type RedemptionRequest } from "../../../../src/features/members/plan-redemptions";
import { targetState } from "../../../../src/features/members/programme-status";

const benefit: Benefit = {
  ...{
    id: "b",
    programmeId: "p",
    code: "COUPON",
    name: "Coupon",
    uses: 2,
    validDays: null,
    version: 1,
    withdrawnAt: null,
  },
  unitCost: { minor: 100n, currencyCode: "CNY" },
};
const issue = (id: string, change: Partial<IssuedBenefit> = {}): IssuedBenefit => ({
  ...{ id, identityKey: "1", benefitId: "b", issuedAt: 0, expiresAt: Number.POSITIVE_INFINITY, used: 0 },
  ...change,
});

describe("chooseIssue", () => {
  it("takes what expires first of what holds and has a use left", () => {
    const issues = [
      issue("d"),
      issue("c", { expiresAt: 90 }),
      issue("b", { expiresAt: 50 }),
      issue("a", { expiresAt: 50 }),
    ];
    expect(chooseIssue(issues, 2, 10)).toMatchObject({ id: "a" });
    expect(chooseIssue(issues, 2, 50)).toMatchObject({ id: "c" });
    expect(chooseIssue(issues, 2, 90)).toMatchObject({ id: "d" });
  });

  it("says why none can be used", () => {
    expect(chooseIssue([], 2, 10)).toBe("NOT_ISSUED");
    expect(chooseIssue([issue("a", { issuedAt: 11 })], 2, 10)).toBe("NOT_ISSUED");
    expect(chooseIssue([issue("a", { expiresAt: 10, used: 2 })], 2, 10)).toBe("EXPIRED");
    expect(chooseIssue([issue("a", { used: 2 }), issue("b", { expiresAt: 10 })], 2, 10)).toBe("SPENT");
  });
});

describe("planRedemptions", () => {
  const request = (index: number, reference: string, keys = ["1", "2"]): RedemptionRequest => ({
    ...{ index, benefit, reference, redeemedAt: new Date(10), costMinor: 100n, keys },
  });

  it("goes on to a person's next issue when one is used up, and numbers the uses of each", () => {
    const issues = [issue("a", { used: 1 }), issue("b", { identityKey: "2" }), issue("other", { identityKey: "3" })];
    const requests = ["r1", "r2", "r3", "r4"].map((reference, index) => request(index, reference));
    const { redemptions, answers } = planRedemptions(requests, { issues, redemptions: [] });
    expect(redemptions.map(({ issueId, useNumber }) => [issueId, useNumber])).toEqual([
      ["a", 2],
      ["b", 1],
      ["b", 2],
    ]);
    expect(answers.map(({ outcome, rejection }) => rejection?.reason ?? outcome)).toEqual([
      ...["ACCEPTED", "ACCEPTED", "ACCEPTED", "SPENT"],
    ]);
  });
});

describe("targetState", () => {
  const target = { netAdds: 100n, from: new Date(0), to: new Date(1_000) };
  const state = (netAdds: bigint | null, at: number) => targetState(target, netAdds, new Date(at)).state;

  it("follows the target's period", () => {
    expect(targetState(null, 5n, new Date(0))).toEqual({ state: "NO_TARGET", elapsed: null });
    expect([state(null, 0), state(null, 1)]).toEqual(["NOT_STARTED", "UNKNOWN"]);
    expect([state(50n, 500), state(49n, 500), state(-1n, 500)]).toEqual(["ON_TRACK", "BEHIND", "BEHIND"]);
    expect([state(100n, 500), state(100n, 1_000), state(99n, 1_000)]).toEqual(["REACHED", "REACHED", "MISSED"]);
  });
});
