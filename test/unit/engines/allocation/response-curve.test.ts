import fc from "fast-check";
import { toConcaveCurve } from "../../../../src/engines/allocation/response-curve";
import { log, michaelisMenten } from "./allocations";

describe("Michaelis-Menten curve", () => {
  it("reproduces Robyn's mic_men(5..10; Vmax 5, Km .5)", () => {
    const { response } = toConcaveCurve(michaelisMenten(5, 0.5));
    const figures = [5, 6, 7, 8, 9, 10].map((x) => response(x).toFixed(9));
    expect(figures.join(" ")).toBe("4.545454545 4.615384615 4.666666667 4.705882353 4.736842105 4.761904762");
  });

  it("brings half of vmax at km", () => {
    expect(toConcaveCurve(michaelisMenten(8, 300)).response(300)).toBe(4);
  });
});

describe("logarithmic curve", () => {
  it("is a ln(1 + x / b), its marginal return halved at b", () => {
    const curve = toConcaveCurve(log(3, 10));
    expect(curve.response(10 * (Math.E - 1))).toBeCloseTo(3, 14);
    expect([curve.marginalReturn(0), curve.marginalReturn(10)]).toEqual([0.3, 0.15]);
  });
});

describe.each([log(2, 5e5), michaelisMenten(7, 3e6)])("$form", (parameters) => {
  const { response, marginalReturn, gain } = toConcaveCurve(parameters);
  const amounts = fc.integer({ min: 0, max: 1e7 });

  it("starts at 0", () => {
    expect(response(0)).toBe(0);
  });

  it("has a gain that is the difference of two responses and changes sign with its direction", () => {
    fc.assert(
      fc.property(amounts, amounts, (from, to) => {
        expect(gain(from, to)).toBeCloseTo(response(to) - response(from), 12);
        expect(gain(to, from)).toBeCloseTo(-gain(from, to), 12);
      }),
    );
  });

  it("has a marginal return between the gains of the units on either side", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), (x) => {
        expect(marginalReturn(x)).toBeLessThan(gain(x - 1, x));
        expect(marginalReturn(x)).toBeGreaterThan(gain(x, x + 1));
      }),
    );
  });

  it("tells neighbouring units apart at 10^12, where the difference of two responses no longer does", () => {
    const x = 1e12;
    expect(Math.abs((response(x + 1) - response(x)) / marginalReturn(x) - 1)).toBeGreaterThan(1e-5);
    expect(gain(x, x + 1)).toBeGreaterThan(gain(x + 1, x + 2));
    expect(gain(x, x + 1) / marginalReturn(x)).toBeCloseTo(1, 11);
  });
});
