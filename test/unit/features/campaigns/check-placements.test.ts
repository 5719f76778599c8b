import {
  checkPlacements,
  claimsOf,
  MAX_EXTERNAL_IDS,
  type PlacementFacts,
} from "../../../../src/features/campaigns/check-placements";
import { externalKey, type NewPlacement } from "../../../../src/features/campaigns/placement";
import { problemsOf } from "./problems-of";

const facts: PlacementFacts = {
  platforms: ["DOUYIN", "JD"],
  brandId: 7,
  brandOfPack: new Map([
    ["own", 7],
    ["other", 8],
  ]),
  taken: new Set([externalKey("DOUYIN", "88011001")]),
};
const placement = (change: Partial<NewPlacement> = {}): NewPlacement => ({
  name: "Splash screen",
  platform: "DOUYIN",
  site: "OFF_SITE",
  step: "ACQUIRE",
  objective: "BRAND_AD",
  audiencePackId: null,
  externalIds: [],
  ...change,
});
const check = (placements: readonly NewPlacement[], known = facts) =>
  problemsOf((problems) => checkPlacements(problems, placements, known, ["input", "placements"]));

describe("checkPlacements", () => {
  it("takes placements with and without pack and external ids", () => {
    expect(check([placement(), placement({ audiencePackId: "own", externalIds: ["a", "b"] })])).toEqual([]);
  });

  it("reports every problem of every placement with its path", () => {
    const placements = [
      placement({ name: " ", platform: "MYSPACE" }),
      placement({ audiencePackId: "other" }),
      placement({ audiencePackId: "unseen", externalIds: ["", "88011001"] }),
    ];
    expect(check(placements)).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "placements", "0", "name"],
        message:
          'input.placements.0.name must be 1 to 200 characters, none of them a control character and not all spaces, but got " ".',
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "placements", "0", "platform"],
        message: 'platform must be one of DOUYIN, JD, but got "MYSPACE".',
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "placements", "1", "audiencePackId"],
        message:
          "input.placements.1.audiencePackId must name a pack of the campaign's brand, but this pack is of another brand.",
      },
      {
        code: "NOT_FOUND",
        field: ["input", "placements", "2", "audiencePackId"],
        message:
          "input.placements.2.audiencePackId must name an audience pack of this organisation; list them with brand { audiencePacks }.",
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "placements", "2", "externalIds", "0"],
        message: 'An external id must be 1 to 200 characters, none of them a control character, but got "".',
      },
      {
        code: "EXTERNAL_ID_TAKEN",
        field: ["input", "placements", "2", "externalIds", "1"],
        message: 'An external id must belong to one placement of the organisation, but "88011001" on DOUYIN is taken.',
      },
    ]);
  });

  it("finds an external id that comes twice in the call, per platform", () => {
    const placements = [
      placement({ externalIds: ["x"] }),
      placement({ platform: "JD", externalIds: ["x"] }),
      placement({ externalIds: ["y", "x"] }),
    ];
    expect(check(placements).map(({ code, field }) => [code, field])).toEqual([
      ["EXTERNAL_ID_TAKEN", ["input", "placements", "2", "externalIds", "1"]],
    ]);
  });

  it("leaves the pack's brand alone where the campaign's is not known", () => {
    expect(check([placement({ audiencePackId: "other" })], { ...facts, brandId: null })).toEqual([]);
  });

  it("bounds the external ids of a placement", () => {
    const externalIds = Array.from({ length: MAX_EXTERNAL_IDS + 1 }, (_, index) => `id-${index}`);
    expect(check([placement({ externalIds })]).map(({ message }) => message)).toEqual([
      "A placement must have at most 100 external ids, but got 101.",
    ]);
  });
});

describe("claimsOf", () => {
  it("keeps from the store what it cannot hold", () => {
    const placements = [
      placement({ externalIds: ["a", "", "b\u0000", "x".repeat(201)] }),
      placement({ platform: "NO\u0000WHERE", externalIds: ["c"] }),
    ];
    expect(claimsOf(placements, facts.platforms)).toEqual([{ platform: "DOUYIN", externalIds: ["a"] }]);
  });
});
