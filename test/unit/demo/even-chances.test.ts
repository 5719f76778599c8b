import fc from "fast-check";
import { EvenSpread } from "../../../src/demo/synthetic-cloud/even-spread";
import { Ration } from "../../../src/demo/synthetic-cloud/ration";
import { SeededRandom } from "../../../src/engines/numeric/seeded-random";

const probability = fc.double({ min: 0, max: 0.9, noNaN: true });

describe("rationed chance", () => {
  it("lets as many draws succeed as expected, to within one", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.double({ min: 0, max: 5, noNaN: true })), (seed, expectations) => {
        const ration = new Ration(SeededRandom.fromSeed(seed));
        let succeeded = 0;
        let expected = 0;
        for (const expectation of expectations) {
          succeeded += ration.count(expectation);
          expected += expectation;
          expect(Math.abs(succeeded - expected)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it("flips to within one success of the sum of probabilities", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(probability), (seed, probabilities) => {
        const ration = new Ration(SeededRandom.fromSeed(seed));
        const succeeded = probabilities.filter((each) => ration.flip(each)).length;
        const expected = probabilities.reduce((sum, each) => sum + each, 0);
        expect(Math.abs(succeeded - expected)).toBeLessThan(2);
      }),
    );
  });

  it("places successes at random: each of ten places is taken about equally often", () => {
    const ration = new Ration(SeededRandom.fromSeed(5));
    const taken = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 50_000; draw += 1) if (ration.flip(0.1)) taken[draw % 10]! += 1;
    for (const count of taken) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});

describe("evenly spread numbers", () => {
  it("fill every tenth of the unit interval after a hundred draws as the uniform distribution would, to within three", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (start) => {
        const spread = new EvenSpread(start);
        const tenths = new Array<number>(10).fill(0);
        for (let draw = 0; draw < 100; draw += 1) tenths[Math.floor(spread.next() * 10)]! += 1;
        expect(Math.max(...tenths.map((count) => Math.abs(count - 10)))).toBeLessThanOrEqual(3);
      }),
    );
  });
});
