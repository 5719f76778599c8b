import fc from "fast-check";
import { type Fault, loadWithFault } from "../../../support/faulty-source";
import { ruleInput, world } from "./arbitrary-rule";
import { evaluateByEngine, type SegmentationEngine } from "./engine";
import { evaluateByReference } from "./reference-evaluator";

const MOST_CASES = 4_000;

const fault = (file: string, text: string, instead: string): readonly [string, Fault] => [
  `${file}: ${text.trim()} -> ${instead.trim() || "(nothing)"}`,
  { file: `engines/segmentation/${file}`, text, instead },
];

const FAULTS = [
  fault("canonical-rule", "negation(atLeast(max + 1))", "negation(atLeast(max))"),
  fault("canonical-rule", "negation(atLeast(max + 1))", "atLeast(max + 1)"),
  fault("canonical-rule", "min > 0 ? [atLeast(min)]", "min > 0 ? [atLeast(min + 1)]"),
  fault("canonical-rule", "...(min > 0 ? [atLeast(min)] : []),", ""),
  fault("canonical-rule", "[timesDone(rule.did), worth(rule.did)]", "[timesDone(rule.did)]"),
  fault("canonical-rule", "didWorth(did, BigInt(totalValue.max) + 1n)", "didWorth(did, BigInt(totalValue.max))"),
  fault("canonical-rule", "positionLeaf(to, until)", "positionLeaf(to, since)"),
  fault("canonical-rule", `if (!isListed("NOT_MET")) return stageLeaf(labels.filter(isListed), at);`, ""),
  fault("canonical-rule", "!isListed(label)", "isListed(label)"),
  fault("canonical-rule", `"and" in rule ? rule.and : rule`, `"or" in rule ? rule.or : rule`),
  fault("canonical-rule", `"or" in rule ? rule.or : rule`, `"and" in rule ? rule.and : rule`),
  fault("canonical-rule", `if ("not" in rule) return rule.not;`, `if ("not" in rule) return rule;`),
  fault(
    "canonical-rule",
    "if (rule.key === EVERYBODY.key) return NOBODY;",
    "if (rule.key === EVERYBODY.key) return rule;",
  ),
  fault("canonical-touch", "brand: touch.brand,", `brand: "OWN",`),
  fault("canonical-touch", "...(touch.site && { site: touch.site }),", ""),
  fault("canonical-touch", "...(touch.platforms && { platforms: sorted(touch.platforms) }),", ""),
  fault("canonical-touch", "...Object.fromEntries(codes),", ""),
  fault("canonical-touch", "...(value && { value: inOrder(value) }),", ""),
  fault("canonical-touch", "...(gap.maxHours !== null && { maxHours: gap.maxHours }),", ""),
  fault("canonical-touch", "...(gap.minHours > 0 && { minHours: gap.minHours }),", ""),
  fault("canonical-touch", "{ from: window.from, to: window.to }", "{ from: window.from, to: window.from }"),
  fault("canonical-rule", "(at == null ? {} : { at })", "({})"),
  fault("canonical-rule", "loyalty: sorted(loyalty)", "loyalty: sorted(loyalty).slice(0, 1)"),
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
  fault("read-touch", "min: totalValue ? 0 : 1", "min: 0"),
  fault("read-touch", "min: totalValue ? 0 : 1", "min: 1"),
  fault("read-window", "const max = input.max ?? null;", "const max = input.max || null;"),
  fault("read-touch", `brand: input.brand ?? "OWN"`, `brand: input.brand ?? "ANY"`),
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
