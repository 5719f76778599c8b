import { RoaringBitmap32 } from "roaring";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import type { PerStage, Stage } from "../../../../src/features/assets";
import type { FlowStart } from "../../../../src/features/flows/flow";
import { countStageReach, type WindowPeople } from "../../../../src/features/flows/stage-reach";
import { type Functional, follows } from "./follows";

const SIZES = [0, 0, 2, 4, 5, 9, 30, 200];
const STAGES: readonly (Stage | null)[] = [null, "AWARE", "APPEAL", "ACT", "ADVOCATE"];
/** Starts, the last not met, by the deepest stage attained. */
const PLACES = [0, 1, 2, 3, 4, 5].flatMap((start) =>
  [0, 1, 2, 3, 4].filter((attained) => attained >= (start === 5 ? 1 : start)).map((attained) => ({ start, attained })),
);
const STARTS: Readonly<Record<FlowStart, readonly number[]>> = {
  LAPSED: [0],
  AWARE: [1],
  APPEAL: [2],
  AWARE_OR_APPEAL: [1, 2],
  ACT: [3],
  ANY_STAGE: [1, 2, 3, 4],
};

/** People of a random number in each place; every third of those in a stage before is in none after. */
function randomPeople(random: SeededRandom): { readonly counts: readonly number[]; readonly people: WindowPeople } {
  const counts = PLACES.map(() => SIZES[random.integer(0, SIZES.length - 1)]!);
  const bitmaps = (): PerStage<RoaringBitmap32> => [0, 1, 2, 3, 4].map(() => new RoaringBitmap32()) as never;
  const [before, after, risen] = [bitmaps(), bitmaps(), bitmaps()];
  let ordinal = 0;
  for (const [place, { start, attained }] of PLACES.entries()) {
    for (let person = 0; person < counts[place]!; person++, ordinal++) {
      if (start < 5) before[start]!.add(ordinal);
      after[ordinal % 3 === 0 ? 0 : Math.max(1, attained)]!.add(ordinal);
      // Whoever stayed may have risen to the same stage anew.
      for (let stage = 1; stage <= attained; stage++)
        if (attained > start || start === 5 || ordinal % 2) risen[stage]!.add(ordinal);
    }
  }
  return { counts, people: { before, after, risen: { 1: risen[1], 2: risen[2], 3: risen[3], 4: risen[4] } } };
}

const sumOver = (holds: (start: number, attained: number) => boolean): Functional =>
  PLACES.map(({ start, attained }) => (holds(start, attained) ? 1 : 0));
const count = (functional: Functional, counts: readonly number[]): number =>
  functional.reduce((sum, times, place) => sum + times * counts[place]!, 0);

it("never lets a small group by start and stage attained follow from all that is told", () => {
  const random = SeededRandom.fromSeed(5);
  let withheld = 0;
  for (let trial = 0; trial < 60; trial++) {
    const { counts, people } = randomPeople(random);
    const { flows, newInterest } = countStageReach(people, { threshold: 5, roundingBase: 1 });
    const known: Functional[] = [];
    const tell = (value: bigint | null, functional: Functional): void => {
      if (value === null) withheld++;
      else {
        expect(value).toBe(BigInt(count(functional, counts)));
        known.push(functional);
      }
    };
    for (const { from, to, people: base, reached } of flows) {
      const isStart = (start: number): boolean => STARTS[from].includes(start);
      tell(base, sumOver(isStart));
      if (to !== null)
        tell(
          reached,
          sumOver((start, attained) => isStart(start) && attained >= STAGES.indexOf(to)),
        );
    }
    const isNew = (start: number, attained: number): boolean =>
      (start === 0 || start === 5) && (attained === 1 || attained === 2);
    tell(newInterest.people, sumOver(isNew));
    tell(
      newInterest.aware,
      sumOver((start, attained) => isNew(start, attained) && attained === 1),
    );
    tell(
      newInterest.appeal,
      sumOver((start, attained) => isNew(start, attained) && attained === 2),
    );
    tell(
      newInterest.lapsedBefore,
      sumOver((start, attained) => isNew(start, attained) && start === 0),
    );
    tell(
      newInterest.notMetBefore,
      sumOver((start, attained) => isNew(start, attained) && start === 5),
    );

    const secrets = [
      ...PLACES.map((_, place) => PLACES.map((__, other) => (place === other ? 1 : 0))),
      ...[0, 1, 2, 3, 4].map((label) => sumOver((start) => start === label)),
    ].filter((functional) => count(functional, counts) > 0 && count(functional, counts) < 5);
    for (const secret of secrets) expect(follows(secret, known)).toBe(false);
  }
  expect(withheld).toBeGreaterThan(200);
});

it("rounds what it tells, and withholds nothing with a threshold of 1", () => {
  const { counts, people } = randomPeople(SeededRandom.fromSeed(6));
  const exact = countStageReach(people, { threshold: 1, roundingBase: 1 });
  const rounded = countStageReach(people, { threshold: 1, roundingBase: 10 });
  expect(exact.flows.map(({ people }) => people)).not.toContain(null);
  const lapsed = count(
    sumOver((start) => start === 0),
    counts,
  );
  expect(exact.flows[0]!.people).toBe(BigInt(lapsed));
  expect(rounded.flows[0]!.people).toBe(BigInt(Math.floor(lapsed / 10 + 0.5) * 10));
});
