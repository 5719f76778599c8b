import fc from "fast-check";
import type { LineReach } from "../../../../src/features/attribution/line-reach";
import { shownLines, shownPlacements } from "../../../../src/features/attribution/small-lines";

/** `DOUYIN/dy-1` with people `from` to `to`, each of whom converted once. */
function reach(name: string, from: number, to: number): LineReach {
  const [platform, key = ""] = name.split("/") as [string, string?];
  const people = new Set(Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index));
  return { line: { platform, key }, conversions: people.size, people };
}

const shown = (reaches: readonly LineReach[], threshold = 10): string[] =>
  shownPlacements(reaches, threshold).map(({ platform, key }) => (key ? `${platform}/${key}` : platform));

describe("shownPlacements", () => {
  it("leaves channels of ten people and more where they are", () => {
    expect(shown([reach("DOUYIN/a", 1, 10), reach("DOUYIN/b", 11, 20), reach("WEIBO", 1, 10)])).toEqual([
      "DOUYIN/a",
      "DOUYIN/b",
      "WEIBO",
    ]);
  });

  it("joins small platforms with all their placements", () => {
    const reaches = [reach("DOUYIN/a", 1, 20), reach("WEIBO/w", 1, 6), reach("ZHIHU/z", 6, 10), reach("ZHIHU", 6, 6)];
    expect(shown(reaches)).toEqual(["DOUYIN/a", "OTHER", "OTHER", "OTHER"]);
  });

  it("takes the next smallest platform where the small ones together are a small group", () => {
    const reaches = [reach("DOUYIN/a", 1, 20), reach("BAIDU/b", 1, 15), reach("WEIBO/w", 1, 6), reach("ZHIHU/z", 4, 9)];
    expect(shown(reaches)).toEqual(["DOUYIN/a", "OTHER", "OTHER", "OTHER"]);
  });

  it("joins small platforms with the shipped platform OTHER", () => {
    const reaches = [reach("DOUYIN/a", 1, 20), reach("OTHER/o", 1, 30), reach("WEIBO/w", 1, 3)];
    expect(shown(reaches)).toEqual(["DOUYIN/a", "OTHER", "OTHER"]);
  });

  it("leaves OTHER alone where no platform is small", () => {
    expect(shown([reach("DOUYIN/a", 1, 20), reach("OTHER/o", 1, 30)])).toEqual(["DOUYIN/a", "OTHER/o"]);
  });

  it("joins small placements with the platform's touches without one", () => {
    const reaches = [
      reach("DOUYIN/a", 1, 20),
      reach("DOUYIN/b", 1, 2),
      reach("DOUYIN", 1, 30),
      reach("WEIBO/b", 1, 10),
    ];
    expect(shown(reaches)).toEqual(["DOUYIN/a", "DOUYIN", "DOUYIN", "WEIBO/b"]);
  });

  it("takes the next smallest placement, so that the platform's sum tells nothing of the small ones", () => {
    const reaches = [reach("DOUYIN/a", 1, 20), reach("DOUYIN/b", 1, 12), reach("DOUYIN/c", 1, 2)];
    expect(shown(reaches)).toEqual(["DOUYIN/a", "DOUYIN", "DOUYIN"]);
  });

  it("counts people, not sums over placements", () => {
    const reaches = [reach("DOUYIN/a", 1, 9), reach("DOUYIN/b", 1, 9), reach("WEIBO/w", 1, 20)];
    expect(shown(reaches)).toEqual(["OTHER", "OTHER", "OTHER"]);
  });

  it("leaves a channel without conversions: nobody is hidden there", () => {
    expect(shown([reach("DOUYIN/a", 1, 20), reach("DOUYIN/none", 1, 0), reach("BILIBILI/none", 1, 0)])).toEqual([
      "DOUYIN/a",
      "DOUYIN/none",
      "BILIBILI/none",
    ]);
  });

  it("leaves everything with a threshold of 1", () => {
    expect(shown([reach("DOUYIN/a", 1, 1), reach("WEIBO/w", 1, 2)], 1)).toEqual(["DOUYIN/a", "WEIBO/w"]);
  });

  const clouds = fc
    .uniqueArray(
      fc.record({
        line: fc.record({
          platform: fc.constantFrom("DOUYIN", "WEIBO", "ZHIHU", "OTHER"),
          key: fc.constantFrom("", "a", "b", "c"),
        }),
        people: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }).map((people) => new Set(people)),
      }),
      { selector: ({ line }) => JSON.stringify(line), maxLength: 14 },
    )
    .map((rows) => rows.map((row): LineReach => ({ ...row, conversions: row.people.size })));

  /** People behind each line, by its key. */
  function linesOf(reaches: readonly LineReach[], keyOf: (channel: LineReach["line"]) => string): Set<number>[] {
    const lines = new Map<string, Set<number>>();
    shownPlacements(reaches, 10).forEach((channel, index) => {
      const key = keyOf(channel);
      lines.set(key, new Set([...(lines.get(key) ?? []), ...reaches[index]!.people]));
    });
    return [...lines.values()].filter((people) => people.size > 0);
  }

  it("shows a small group only where it is everybody", () => {
    fc.assert(
      fc.property(clouds, (reaches) => {
        for (const keyOf of [
          ({ platform }: LineReach["line"]) => platform,
          (channel: LineReach["line"]) => JSON.stringify(channel),
        ]) {
          const lines = linesOf(reaches, keyOf);
          expect(lines.length === 1 || lines.every((people) => people.size >= 10)).toBe(true);
        }
      }),
    );
  });

  it("does not depend on the order of the channels", () => {
    const distinct = clouds.map((rows) => rows.map((row, index) => ({ ...row, conversions: 100 * index })));
    fc.assert(
      fc.property(distinct, (reaches) => {
        expect(shown([...reaches].reverse()).reverse()).toEqual(shown(reaches));
      }),
    );
  });
});

describe("shownLines", () => {
  it("joins small lines of a dimension with OTHER, and the next smallest where they are a small group together", () => {
    const named = (name: string, to: number): LineReach => ({ ...reach("", 1, to), line: { platform: "", key: name } });
    const lines = (reaches: readonly LineReach[], threshold = 10): string[] =>
      shownLines(reaches, threshold).map(({ key }) => key);
    expect(lines([named("a", 20), named("b", 12), named("c", 3), named("none", 0)])).toEqual([
      "a",
      "OTHER",
      "OTHER",
      "none",
    ]);
    expect(lines([named("a", 20), named("", 12)])).toEqual(["a", ""]);
    expect(lines([named("a", 2), named("b", 1)], 1)).toEqual(["a", "b"]);
  });
});
