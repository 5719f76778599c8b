import fc from "fast-check";
import { type Fault, loadWithFault } from "../../../support/faulty-source";
import { ruleInput, world } from "./arbitrary-rule";
import { evaluateByEngine, type SegmentationEngine } from "./engine";
import { evaluateByReference } from "./reference-evaluator";

const MOST_CASES = 3_000;

const fault = (file: string, text: string, instead: string): readonly [string, Fault] => [
  `${file}: ${text.trim()} -> ${instead.trim() || "(nothing)"}`,
  { file: `engines/segmentation/${file}`, text, instead },
];

const FAULTS = [
  fault("canonical-rule", "negation(atLeast(did, max + 1))", "negation(atLeast(did, max))"),
  fault("canonical-rule", "negation(atLeast(did, max + 1))", "atLeast(did, max + 1)"),
  fault("canonical-rule", "min > 0 ? [atLeast(did, min)]", "min > 0 ? [atLeast(did, min + 1)]"),
  fault("canonical-rule", "...(min > 0 ? [atLeast(did, min)] : []),", ""),
  fault("canonical-rule", `"and" in rule ? rule.and : rule`, `"or" in rule ? rule.or : rule`),
  fault("canonical-rule", `"or" in rule ? rule.or : rule`, `"and" in rule ? rule.and : rule`),
  fault("canonical-rule", `if ("not" in rule) return rule.not;`, `if ("not" in rule) return rule;`),
  fault(
    "canonical-rule",
    "if (rule.key === EVERYBODY.key) return NOBODY;",
    "if (rule.key === EVERYBODY.key) return rule;",
  ),
  fault("canonical-rule", "brand: did.brand,", `brand: "OWN",`),
  fault("canonical-rule", "...(did.site && { site: did.site }),", ""),
  fault("canonical-rule", "...(did.platforms && { platforms: sorted(did.platforms) }),", ""),
  fault(
    "canonical-rule",
    "{ from: did.window.from, to: did.window.to }",
    "{ from: did.window.from, to: did.window.from }",
  ),
  fault("canonical-rule", "...(at !== null && { at })", ""),
  fault("canonical-rule", "loyalty: sorted(rule.cell.loyalty)", "loyalty: sorted(rule.cell.loyalty).slice(0, 1)"),
  fault(
    "canonical-rule",
    "key: JSON.stringify(question), leaf",
    `key: JSON.stringify(question, (name, value) => (name === "window" ? 0 : value)), leaf`,
  ),
  fault(
    "canonical-rule",
    "key: JSON.stringify(question), leaf",
    `key: JSON.stringify(question, (name, value) => (name === "atLeast" ? 0 : value)), leaf`,
  ),
  fault("canonical-rule", "rules.map((rule) => [rule.key, rule])", "rules.map((rule) => [rule.key.length, rule])"),
  fault("evaluate-plan", "return RoaringBitmap32.and(people, universe);", "return RoaringBitmap32.or(people, people);"),
  fault(
    "evaluate-plan",
    "RoaringBitmap32.andNot(await this.data.universe, await this.of(rule.not))",
    "RoaringBitmap32.andNot(await this.of(rule.not), await this.data.universe)",
  ),
  fault("evaluate-plan", "RoaringBitmap32.andNot(people, other), both", "RoaringBitmap32.andNot(other, people), both"),
  fault("evaluate-plan", "RoaringBitmap32.and(people, other), smallest", "RoaringBitmap32.or(people, other), smallest"),
  fault(
    "evaluate-plan",
    "[smallest = await this.data.universe, ...others]",
    "[smallest = new RoaringBitmap32(), ...others]",
  ),
  fault("evaluate-plan", "[...(left ? [left] : []), ...wanted]", "wanted"),
  fault("evaluate-plan", "if (left.isEmpty) break;", "break;"),
  fault("evaluate-plan", "return left ?? this.data.universe;", "return left ?? new RoaringBitmap32();"),
  fault("evaluate-plan", "rule.or.map((child)", "rule.or.slice(1).map((child)"),
  fault(
    "evaluate-plan",
    "this.known.get(rule.key) ??",
    "[...this.known].find(([key]) => key.slice(0, 40) === rule.key.slice(0, 40))?.[1] ??",
  ),
  fault("evaluate-plan", "alike.set(cost, [...(alike.get(cost) ?? []), rule]);", "alike.set(cost, [rule]);"),
  fault("read-rule", "return not && { not };", "return not;"),
  fault("read-leaf", "if (!input) return { min: 1, max: null };", "if (!input) return { min: 0, max: null };"),
  fault("read-leaf", "const max = input.max ?? null;", "const max = input.max || null;"),
  fault("read-leaf", `brand: input.brand ?? "OWN"`, `brand: input.brand ?? "ANY"`),
  fault("read-leaf", "[...(intent ?? intents)]", "[...(intent ?? [])]"),
  fault("plan-rule", "leaves.set(rule.key, rule.leaf)", "leaves.set(rule.key.slice(0, 30), rule.leaf)"),
];

describe(`the reference evaluator catches each of ${FAULTS.length} mistakes in the engine`, () => {
  const cases = fc.sample(fc.tuple(ruleInput, world), { numRuns: MOST_CASES, seed: 5 });

  it.each(FAULTS)("%s", async (_, fault) => {
    expect(await findsDisagreement(engineWith(fault))).toBe(true);
  });

  async function findsDisagreement(engine: SegmentationEngine): Promise<boolean> {
    for (const [rule, data] of cases) {
      const expected = evaluateByReference(rule, data).join();
      const people = await evaluateByEngine(rule, data, engine).catch(() => null);
      if (people?.join() !== expected) return true;
    }
    return false;
  }
});

function engineWith(fault: Fault): SegmentationEngine {
  const load = loadWithFault(fault, ["engines/segmentation"]);
  return {
    ...load<Pick<SegmentationEngine, "readRule">>("engines/segmentation/read-rule"),
    ...load<Pick<SegmentationEngine, "planRule">>("engines/segmentation/plan-rule"),
    ...load<Pick<SegmentationEngine, "evaluatePlan">>("engines/segmentation/evaluate-plan"),
  };
}
