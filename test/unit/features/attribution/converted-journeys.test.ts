import fc from "fast-check";
import { type Channel, channelKey } from "../../../../src/features/attribution/channel";
import { collectJourneys } from "../../../../src/features/attribution/converted-journeys";
import type { JourneyGroup } from "../../../../src/features/attribution/journey.store";
import { SMALLEST_LINE } from "../../../../src/features/attribution/journey-limits";

const same = <T>(value: T): T => value;
const on = (platform: string, placement = ""): Channel => ({ platform, placement });

function group(path: JourneyGroup["path"], conversions: number, people: readonly number[]): JourneyGroup {
  return { path, conversions: BigInt(conversions), value: BigInt(conversions) * 100n, capped: 1n, foreign: 0n, people };
}

async function* stream(groups: readonly JourneyGroup[]): AsyncGenerator<JourneyGroup> {
  yield* groups;
}

describe("collectJourneys", () => {
  it("keeps conversions without a touch apart from journeys", async () => {
    const answer = await collectJourneys(stream([group([], 3, [1, 2]), group([on("A"), on("B")], 2, [3])]), same, []);
    expect(answer).toMatchObject({
      journeys: [{ touches: [channelKey(on("A")), channelKey(on("B"))], conversions: 2n, value: 200n, nulls: 0n }],
      attributed: { conversions: 2n, value: 200n },
      unattributed: { conversions: 3n, value: 300n },
      capped: 2n,
      foreign: 0n,
    });
  });

  it("takes all names of a placement as one channel", async () => {
    const canonical = (touch: Channel): Channel => (touch.placement === "old" ? on("A", "new") : touch);
    const groups = [group([on("A", "old"), on("A", "new")], 1, [1]), group([on("A", "old")], 1, [2])];
    const { journeys, reaches } = await collectJourneys(stream(groups), canonical, []);
    const key = channelKey(on("A", "new"));
    expect(journeys.map(({ touches }) => touches)).toEqual([[key, key], [key]]);
    expect(reaches).toEqual([{ key, channel: on("A", "new"), conversions: 2n, people: new Set([1, 2]) }]);
  });

  it("names placements that nobody met", async () => {
    const { reaches } = await collectJourneys(stream([group([on("A")], 1, [1])]), same, [on("B", "b")]);
    expect(reaches.map(({ channel, conversions }) => [channel.platform, conversions])).toEqual([
      ["B", 0n],
      ["A", 1n],
    ]);
  });

  it("tells from the samples whether a channel's people are too few", async () => {
    const people = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 16 });
    const path = fc.uniqueArray(fc.constantFrom<string>("A", "B", "C"), { minLength: 1 });
    const paths = fc.uniqueArray(fc.record({ path, people }), { selector: ({ path }) => path.join() });
    await fc.assert(
      fc.asyncProperty(paths, async (rows) => {
        const groups = rows.map((row) =>
          group(
            row.path.map((name) => on(name)),
            1,
            row.people.slice(0, SMALLEST_LINE),
          ),
        );
        const { reaches } = await collectJourneys(stream(groups), same, []);
        for (const { channel, people: sampled } of reaches) {
          const all = new Set(rows.filter((row) => row.path.includes(channel.platform)).flatMap((row) => row.people));
          if (all.size < SMALLEST_LINE) expect(sampled).toEqual(all);
          else expect(sampled.size).toBeGreaterThanOrEqual(SMALLEST_LINE);
        }
      }),
    );
  });
});
