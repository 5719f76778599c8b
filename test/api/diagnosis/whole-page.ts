import type { Answer } from "../../support/test-app";

/** The brand of the partner's page with every part filled in, or with the reason why a figure is not there. */
export function expectWhole({ assetSnapshot, assetTrend, diagnosis }: Answer["data"]): void {
  expect(assetSnapshot.stages).toHaveLength(4);
  expect(assetSnapshot.nineGrid.cells).toHaveLength(9);
  expect(assetTrend.points.length).toBeGreaterThan(0);
  expect(diagnosis.computedAt).not.toBeNull();
  expect(diagnosis.metrics).toHaveLength(12);
  expect(diagnosis.flows).toHaveLength(4);
  expect(diagnosis.platformPotentialBasis.state).toBe("KNOWN");
  expect(diagnosis.platformPotential.length).toBeGreaterThan(0);
  for (const { people, concentration, tgi } of diagnosis.platformPotential) {
    expect(Number(people)).toBeGreaterThan(0);
    expect([concentration === null, tgi === null]).toEqual([
      false,
      diagnosis.platformPotentialBasis.potentialPeople === "0",
    ]);
  }
  for (const { state, own } of diagnosis.metrics) expect(own === null).toBe(state !== "KNOWN");
  for (const finding of diagnosis.findings) {
    expect(finding.message).not.toBe("");
    expect(finding.packRules).not.toBeNull();
    const { state, amount } = finding.costToClose;
    expect(amount === null).toBe(state !== "KNOWN");
  }
}
