import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { App } from "../app";
import { projectRoot } from "../platform/project-root";
import { UserProblems } from "../platform/user-error";
import { type Answer, LocalApi } from "./local-api";
import { commandContext, organisationByCode } from "./open-app";
import { reviewReport } from "./review-report";

export interface ReviewOptions {
  readonly campaign: string;
  /** True: also where there is a review already. */
  readonly publish: boolean;
  readonly organisation: string;
}

const BRANDS = "{ viewer { brands { id } } }";
const CAMPAIGNS = `query ($brand: ID!, $after: String) {
  brand(id: $brand) { campaigns(first: 100, after: $after) { nodes { id code } pageInfo { endCursor hasNextPage } } }
}`;
const PUBLISH =
  "mutation ($input: PublishReviewInput!) { publishReview(input: $input) { run { id } userErrors { message } } }";

/** `valuegraph review`: a closed campaign's review as a page; publishes the first one where there is none. */
export async function review(app: App, logger: Logger, options: ReviewOptions): Promise<string> {
  const organisationId = await organisationByCode(app, options.organisation);
  const api = new LocalApi(app, () => commandContext(organisationId, logger));
  const campaign = await campaignByCode(api, options.campaign);
  if (campaign === null)
    throw UserProblems.one(
      "NOT_FOUND",
      null,
      `--campaign must be the code of a campaign of ${options.organisation}, but got "${options.campaign.slice(0, 60)}".`,
    );
  const document = await readFile(join(projectRoot, "examples", "queries", "review.graphql"), "utf8");
  const read = async (): Promise<Answer> => (await api.send(document, { campaign })).campaign;
  const first = await read();
  if (first.review && !options.publish) return reviewReport(first);
  const worker = app.worker();
  await worker.start();
  try {
    await api.run(PUBLISH, { input: { campaignId: campaign } });
  } finally {
    await worker.stop();
  }
  return reviewReport(await read());
}

async function campaignByCode(api: LocalApi, code: string): Promise<string | null> {
  const { viewer } = await api.send(BRANDS);
  for (const { id } of viewer.brands) {
    let after: string | null = null;
    do {
      const { campaigns }: Answer = (await api.send(CAMPAIGNS, { brand: id, after })).brand;
      const found = campaigns.nodes.find((campaign: Answer) => campaign.code === code);
      if (found) return found.id;
      after = campaigns.pageInfo.hasNextPage ? campaigns.pageInfo.endCursor : null;
    } while (after !== null);
  }
  return null;
}
