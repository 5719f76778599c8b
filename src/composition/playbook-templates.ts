import {
  PlaybookOriginResolver,
  PlaybookTemplateResolver,
} from "../features/playbook-templates/playbook-template.resolver";
import { PlaybookTemplateService } from "../features/playbook-templates/playbook-template.service";
import { PlaybookTemplateStore } from "../features/playbook-templates/playbook-template.store";
import { toTemplate } from "../features/playbook-templates/playbook-template.types";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { GroupStrategiesPart } from "./group-strategies";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PlaybooksPart } from "./playbooks";

export function composePlaybookTemplates(
  { database }: Kernel,
  known: AccessPart & BrandsPart & CampaignsPart & PlaybooksPart & GroupStrategiesPart,
) {
  const store = new PlaybookTemplateStore(database);
  const templates = new PlaybookTemplateService({ ...known, database, store });
  return {
    resolvers: [
      new PlaybookTemplateResolver(templates, known.brands),
      new PlaybookOriginResolver(templates, known.groupStrategies),
    ],
    nodes: [["PlaybookTemplate", async (context, key) => whenFound(await templates.find(context, key), toTemplate)]],
  } satisfies Composed;
}
