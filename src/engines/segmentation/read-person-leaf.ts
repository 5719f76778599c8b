import type {
  AttributeInput,
  PackInput,
  PersonLeafInput,
  RandomShareInput,
  ReachableInput,
  ValueTierInput,
} from "./person-input";
import {
  type AttributeRule,
  type PackRule,
  type PersonLeafRule,
  type RandomShareRule,
  type ReachableRule,
  SHARE_PARTS,
  type ValueTierRule,
} from "./person-rule";
import type { RuleProblems } from "./rule-problems";

type Path = readonly string[];

const MAX_SALT_LENGTH = 100;

/** The one variant that is set; `readRule` made sure that there is one. */
export function readPersonLeaf(input: PersonLeafInput, path: Path, problems: RuleProblems): PersonLeafRule {
  if (input.randomShare) return { randomShare: readRandomShare(input.randomShare, [...path, "randomShare"], problems) };
  if (input.attribute) return { attribute: readAttribute(input.attribute, [...path, "attribute"], problems) };
  if (input.reachable) return { reachable: readReachable(input.reachable, [...path, "reachable"], problems) };
  if (input.membership) {
    const { tiers } = input.membership;
    if (tiers) problems.refuseLength(tiers, [...path, "membership", "tiers"]);
    return { membership: { tiers: tiers ? [...tiers] : null } };
  }
  if (input.lifecycle) {
    problems.refuseLength(input.lifecycle.in, [...path, "lifecycle", "in"]);
    return { lifecycle: { in: [...input.lifecycle.in] } };
  }
  if (input.list) return { list: { id: input.list.id } };
  if (input.valueTier) return { valueTier: readValueTier(input.valueTier, [...path, "valueTier"], problems) };
  return { pack: readPack(input.pack!) };
}

const readPack = ({ id, mode }: PackInput): PackRule => (mode === "LIVE" ? { id, mode } : { id });

function readRandomShare(
  { salt, perMille, skip }: RandomShareInput,
  path: Path,
  problems: RuleProblems,
): RandomShareRule {
  const from = skip ?? 0;
  if (salt.length === 0 || salt.length > MAX_SALT_LENGTH || /\p{Cc}/u.test(salt)) {
    const rule = `1 to ${MAX_SALT_LENGTH} characters, none of them a control character`;
    problems.add([...path, "salt"], `salt must be ${rule}, but got ${salt.length} characters; name what is drawn.`);
  }
  if (from < 0 || from >= SHARE_PARTS) {
    const message = `skip must be 0 to ${SHARE_PARTS - 1} per mille, but got ${from}; leave it out for the first part.`;
    problems.add([...path, "skip"], message);
  } else if (perMille < 1 || perMille > SHARE_PARTS - from) {
    const rest = from === 0 ? "" : ` after the ${from} that are skipped`;
    const message = `perMille must be 1 to ${SHARE_PARTS - from}${rest}, but got ${perMille}; 100 is a tenth.`;
    problems.add([...path, "perMille"], message);
  }
  return { salt, from, to: from + perMille };
}

function readReachable({ namespaces, platforms }: ReachableInput, path: Path, problems: RuleProblems): ReachableRule {
  if (!namespaces && !platforms) {
    problems.add(path, "reachable must set namespaces, platforms or both, but got neither; name the ones you mean.");
  }
  if (namespaces) problems.refuseLength(namespaces, [...path, "namespaces"]);
  if (platforms) problems.refuseLength(platforms, [...path, "platforms"]);
  return { namespaces: namespaces ? [...namespaces] : null, platforms: platforms ? [...platforms] : null };
}

function readValueTier({ in: tiers, quadrants }: ValueTierInput, path: Path, problems: RuleProblems): ValueTierRule {
  if (!tiers && !quadrants) {
    problems.add(path, "valueTier must set in, quadrants or both, but got neither; name the tiers you mean.");
  }
  if (tiers) problems.refuseLength(tiers, [...path, "in"]);
  if (quadrants) problems.refuseLength(quadrants, [...path, "quadrants"]);
  return { in: tiers ? [...tiers] : null, quadrants: quadrants ? [...quadrants] : null };
}

function readAttribute(input: AttributeInput, path: Path, problems: RuleProblems): AttributeRule {
  const { code, min = null, max = null } = input;
  const hasBounds = min !== null || max !== null;
  if (input.in && hasBounds) {
    problems.add(path, "attribute must set either in or bounds, but got both; nest two of them in allOf.");
  } else if (!input.in && !hasBounds) {
    problems.add(path, "attribute must set in, min or max, but got none; name the values you mean.");
  }
  if (input.in) problems.refuseLength(input.in, [...path, "in"]);
  return { code, in: input.in ? [...input.in] : null, min, max };
}
