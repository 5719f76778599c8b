import { ContactStore } from "../features/programmes/contact.store";
import { CreatorResolver } from "../features/programmes/creator.resolver";
import { CreatorStore } from "../features/programmes/creator.store";
import { toCreator } from "../features/programmes/creator.types";
import { CreatorRegistry } from "../features/programmes/creator-registry";
import { CreatorResourceService } from "../features/programmes/creator-resource.service";
import { BrandProgrammesResolver, MediaProgrammeResolver } from "../features/programmes/programme.resolver";
import { ProgrammeService } from "../features/programmes/programme.service";
import { ProgrammeStore } from "../features/programmes/programme.store";
import { toMediaProgramme } from "../features/programmes/programme.types";
import { ProgrammeEditor } from "../features/programmes/programme-editor";
import { PullNewService } from "../features/programmes/pull-new.service";
import { WindowReader } from "../features/programmes/window-reader";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeProgrammes(
  { database, queries }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AssetsPart,
) {
  const { access, brands, stageHistory: stages } = known;
  const store = new ProgrammeStore(database);
  const contacts = new ContactStore(queries);
  const programmes = new ProgrammeService(store);
  const editor = new ProgrammeEditor({ database, store, programmes, brands });
  const windows = new WindowReader(known);
  const pullNew = new PullNewService({ store, contacts, stages, windows, brands, access });
  const creators = new CreatorStore(database);
  const registry = new CreatorRegistry({ database, store: creators, programmes: store, brands });
  const resources = new CreatorResourceService({ store: creators, contacts, stages, windows, access });
  return {
    resolvers: [
      new MediaProgrammeResolver(programmes, editor, pullNew, brands),
      new BrandProgrammesResolver(programmes, pullNew),
      new CreatorResolver(registry, resources),
    ],
    nodes: [
      [
        "MediaProgramme",
        async (context, key) => whenFound(await programmes.programmes(context).load(key), toMediaProgramme),
      ],
      ["Creator", async (context, key) => whenFound(await registry.creators(context).load(key), toCreator)],
    ],
  } satisfies Composed;
}
