import type { RequestContext } from "../../platform/request-context";
import type { AccessService, QuestionBudget } from "../access";
import { type AudienceSize, type EstimatedAudience, tellPart } from "../audiences";
import { surelyReaches } from "./activation-figures";
import type { DestinationService } from "./destination.service";
import type { MemberSelection } from "./member-selection";

/** What a connector would take of an audience. */
export interface DestinationVerdict {
  readonly connectorId: string;
  /** The connector's, or the organisation's threshold for small groups where that is more. */
  readonly minimum: number;
  /** Who may leave and has an id of the connector's namespace. */
  readonly size: AudienceSize;
  /** Whether that surely reaches the minimum, whatever was rounded. */
  readonly meets: boolean;
}

export interface EstimateDestinationsParts {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly destinations: DestinationService;
  readonly selection: MemberSelection;
}

/** Says of an estimated audience what each of the organisation's connectors would take, as a push of it would. */
export class EstimateDestinations {
  constructor(private readonly parts: EstimateDestinationsParts) {}

  async find(context: RequestContext, audience: EstimatedAudience): Promise<readonly DestinationVerdict[]> {
    const { access, questions, destinations, selection } = this.parts;
    const { brandId, rulesHash } = audience;
    const connectors = (await destinations.all(context)).filter(({ isSuspended }) => !isSuspended);
    if (connectors.length === 0) return [];
    const namespaces = [...new Set(connectors.map(({ namespace }) => namespace))].sort();
    return audience.figure(context, "destinations", async ({ people }) => {
      const { people: free, listHash } = await selection.free(context, people, brandId);
      await questions.spend(context, { figure: "DESTINATIONS", brandId, rulesHash, namespaces, listHash });
      const [covered, organisation] = await Promise.all([
        selection.coverage(context, free, namespaces),
        access.ownOrganisation(context),
      ]);
      const holders = new Map(covered.map(({ namespace, people: held }) => [namespace, held]));
      return connectors.map(({ id, namespace, minimumPeople }) => {
        const minimum = Math.max(minimumPeople, organisation.smallGroupThreshold);
        const size = tellPart(holders.get(namespace)!, [people.size], organisation);
        return { connectorId: id, minimum, size, meets: surelyReaches(size.people, size.roundedTo, minimum) };
      });
    });
  }
}
