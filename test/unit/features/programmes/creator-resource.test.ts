import { type CreatorFacts, rankCreators, showCreator } from "../../../../src/features/programmes/creator-resource";

const facts = (change: Partial<CreatorFacts> & { readonly code?: string } = {}): CreatorFacts => ({
  creator: { id: change.code ?? "a", code: change.code ?? "a", name: "A", tier: "KOL", platform: "DOUYIN" },
  posts: 1,
  costMinor: 10_000n,
  impressions: 500n,
  views: 300n,
  reach: 200n,
  newAware: 100n,
  newAppeal: 60n,
  ...change,
});

describe("showCreator", () => {
  it("rounds the cost of a new person half up to the minor unit", () => {
    expect(showCreator(facts({ costMinor: 150n }), 50)).toMatchObject({
      costPerNewAwareMinor: 2n,
      costPerNewAppealMinor: 3n,
    });
    expect(showCreator(facts({ costMinor: 149n }), 50)).toMatchObject({ costPerNewAwareMinor: 1n });
  });

  it("has no cost of a new person without new people or without a cost, and no seed rate without reach", () => {
    expect(showCreator(facts({ newAware: 0n }), 50).costPerNewAwareMinor).toBeNull();
    expect(showCreator(facts({ costMinor: null }), 50).costPerNewAwareMinor).toBeNull();
    expect(showCreator(facts({ costMinor: 0n }), 50).costPerNewAwareMinor).toBe(0n);
    const nobody = showCreator(facts({ reach: 0n, newAware: 0n, newAppeal: 0n }), 50);
    expect(nobody).toMatchObject({ reach: 0n, newAppeal: 0n, seedRate: null, isSuppressed: false });
  });

  it("withholds a part and what follows from it, also when the rest of the reach is small", () => {
    expect(showCreator(facts({ newAppeal: 49n }), 50)).toMatchObject({
      reach: 200n,
      newAware: 100n,
      costPerNewAwareMinor: 100n,
      newAppeal: null,
      costPerNewAppealMinor: null,
      seedRate: null,
      isSuppressed: true,
    });
    expect(showCreator(facts({ newAware: 199n }), 50)).toMatchObject({ newAware: null, costPerNewAwareMinor: null });
  });

  it("tells of a small reach what was bought, and no more", () => {
    expect(showCreator(facts({ reach: 49n, newAware: 0n, newAppeal: 0n }), 50)).toMatchObject({
      posts: 1,
      costMinor: 10_000n,
      impressions: null,
      views: null,
      reach: null,
      newAware: null,
      newAppeal: null,
    });
  });
});

describe("rankCreators", () => {
  it("ranks by the exact ratio, which two rounded costs may hide", () => {
    const rows = [
      showCreator(facts({ code: "dear", costMinor: 10_001n }), 1),
      showCreator(facts({ code: "cheap" }), 1),
      showCreator(facts({ code: "none", newAware: 0n }), 1),
      showCreator(facts({ code: "also-cheap" }), 1),
    ];
    expect(rows[0]!.costPerNewAwareMinor).toBe(rows[1]!.costPerNewAwareMinor);
    const ranked = rankCreators(rows, { field: "COST_PER_NEW_AWARE", direction: "ASC" });
    expect(ranked.map(({ rank, creator }) => [rank, creator.code])).toEqual([
      [1, "also-cheap"],
      [1, "cheap"],
      [2, "dear"],
      [null, "none"],
    ]);
    const dearest = rankCreators(rows, { field: "COST_PER_NEW_AWARE", direction: "DESC" });
    expect(dearest.map(({ creator }) => creator.code)).toEqual(["dear", "also-cheap", "cheap", "none"]);
  });

  it("ranks as many creators as an organisation may register in a moment", () => {
    const count = 20_000;
    const codes = Array.from({ length: count }, (_, index) => `c${String(index).padStart(6, "0")}`);
    const rows = codes.map((code, index) =>
      showCreator(facts({ code, reach: BigInt(Math.floor(index / 2)), newAware: 0n, newAppeal: 0n }), 1),
    );
    const began = performance.now();
    const ranked = rankCreators(rows, { field: "REACH", direction: "DESC" });
    expect(performance.now() - began).toBeLessThan(5_000); // 0.1 s; comparing each with each took minutes
    expect(ranked.map(({ rank }) => rank)).toEqual(codes.map((_, index) => 1 + Math.floor(index / 2)));
    expect(ranked[1]!.creator.code).toBe(codes.at(-1));
  });
});
