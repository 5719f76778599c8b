import { AttributeDefinitionResolver } from "../features/people/attribute-definition.resolver";
import { AttributeDefinitionStore } from "../features/people/attribute-definition.store";
import { toAttributeDefinition } from "../features/people/attribute-definition.types";
import { AttributeDistributions } from "../features/people/attribute-distribution";
import { AttributeIntake } from "../features/people/attribute-intake";
import { AttributePeople } from "../features/people/attribute-people";
import { AttributePeopleStore } from "../features/people/attribute-people.store";
import { AttributeRegistry } from "../features/people/attribute-registry";
import { AttributeValueResolver } from "../features/people/attribute-value.resolver";
import { AttributeValueStore } from "../features/people/attribute-value.store";
import { ConsentStore } from "../features/people/consent.store";
import { ConsentReader } from "../features/people/consent-reader";
import { ListedPeople } from "../features/people/listed-people";
import { ListedPeopleStore } from "../features/people/listed-people.store";
import { MatchRateStore } from "../features/people/match-rate.store";
import { MatchRateReader } from "../features/people/match-rate-reader";
import { NamespacePeopleStore } from "../features/people/namespace-people.store";
import { UploadResolver } from "../features/people/upload.resolver";
import { UploadStore } from "../features/people/upload.store";
import { toFirstPartyUpload } from "../features/people/upload.types";
import { UploadEraser } from "../features/people/upload-eraser.store";
import { UploadIntake } from "../features/people/upload-intake";
import { UploadSummaries } from "../features/people/upload-summary";
import { PeopleFileService } from "../features/touchpoints/people-file.service";
import { SourcePeopleResolver } from "../features/touchpoints/source-people.resolver";
import type { AccessPart } from "./access";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

/** What is recorded of people besides touchpoints: attributes and consent. They come by sources, so after the touchpoint plane. */
export function composePeopleFacts(
  { database, clickhouse, mutations, locks }: Kernel,
  {
    access,
    people,
    peopleState: state,
    peopleKeys: keys,
    erased,
    overlay,
    plane,
    touchpoints,
  }: AccessPart & PeoplePart & TouchpointsPart,
) {
  const registry = new AttributeRegistry(database, new AttributeDefinitionStore(database));
  const values = new AttributeValueStore(clickhouse);
  const statements = new ConsentStore(clickhouse);
  const uploads = new UploadStore(database);
  const sources = touchpoints;
  const attributes = new AttributeIntake({ database, locks, people, state, registry, values, sources });
  const distributions = new AttributeDistributions({ access, registry, values, sources, overlay, plane });
  const identities = new UploadIntake({ database, locks, people, state, consent: statements, uploads, sources });
  const summaries = new UploadSummaries({ access, uploads, consent: statements, sources, overlay, plane });
  const rates = new MatchRateReader({ access, store: new MatchRateStore(clickhouse), sources, overlay, plane });
  const listed = new ListedPeopleStore(clickhouse);
  return {
    listedPeople: new ListedPeople({ keys, erased, state, sources, store: listed, overlay, plane }),
    matchRates: rates,
    consent: new ConsentReader({ statements, uploads, state, overlay }),
    namespacePeople: new NamespacePeopleStore(clickhouse),
    attributePeople: new AttributePeople(registry, new AttributePeopleStore(clickhouse)),
    peopleFiles: new PeopleFileService({ touchpoints, registry, attributes, identities }),
    resolvers: [
      new AttributeDefinitionResolver(registry),
      new AttributeValueResolver(attributes, distributions),
      new UploadResolver(identities),
      new SourcePeopleResolver(rates, summaries),
    ],
    nodes: [
      [
        "AttributeDefinition",
        async (context, key) => whenFound(await registry.find(context, key), toAttributeDefinition),
      ],
      [
        "FirstPartyUpload",
        async (context, key) => whenFound(await summaries.find(context, { id: key }), toFirstPartyUpload),
      ],
    ],
    erasers: [new UploadEraser(mutations)],
  } satisfies Composed;
}

export type PeopleFactsPart = Services<typeof composePeopleFacts>;
