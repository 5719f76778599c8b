import type { RuleSetInForce } from "../assets";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { RuleSetAssignment } from "./rule-set-payload.types";

export const toAssignment = ({ ruleSet, version, assignedAt }: RuleSetInForce): RuleSetAssignment =>
  Object.assign(new RuleSetAssignment(), { ruleSet: toRuleSet(ruleSet), version, assignedAt });
