import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SeededRandom } from "../../engines/numeric/seeded-random";
import { Agenda } from "./agenda";
import { createMarkets } from "./brand-market";
import { dealBrandStrengths } from "./brand-strengths";
import { calendarOf } from "./calendar";
import { type CloudSize, describeCloud } from "./cloud-description";
import { writeDelivery } from "./delivery";
import { Media } from "./media";
import { Orders } from "./orders";
import { createPeople } from "./people";
import { PlacementBook } from "./placement-book";
import { Shopping } from "./shopping";
import { TouchpointLog } from "./touchpoint-log";
import { plantedTruth } from "./truth";
import { Visits } from "./visits";
import { dailyVolumes } from "./volumes";

interface CloudProgress {
  readonly date: string;
  readonly touchpoints: number;
  /** About how many there will be. */
  readonly of: number;
}

interface SyntheticCloudInput extends CloudSize {
  /** Created where it is missing; files of the same names are replaced. */
  readonly folder: string;
  readonly onProgress?: (progress: CloudProgress) => void;
}

export interface CloudSummary {
  /** Touchpoint files in the order in which they are to be read. */
  readonly files: readonly string[];
  readonly people: number;
  readonly touchpoints: number;
  readonly bytes: number;
  readonly orders: number;
  readonly deliveryRows: number;
}

/**
 * Plays a market day by day: media reach their audiences, some contacts wake interest, some interest ends in an order, some buyers
 * come back with praise, a refund or another order. What one day decides for a later one waits in the agenda.
 */
export async function generateSyntheticCloud(input: SyntheticCloudInput): Promise<CloudSummary> {
  assertPlayable(input);
  const { seed, folder, touchpoints, onProgress } = input;
  const random = SeededRandom.fromSeed(seed);
  const calendar = calendarOf(input);
  const people = createPeople(input.people, random);
  const markets = createMarkets({ people, touchpoints, strengths: dealBrandStrengths(random), random });

  await mkdir(folder, { recursive: true });
  const log = new TouchpointLog(folder, people, random);
  const agenda = new Agenda(calendar);
  const book = new PlacementBook(calendar, random);
  const orders = new Orders({ log, agenda, random });
  const shopping = new Shopping({ log, agenda, orders, book, random, markets });
  const media = new Media({ log, agenda, shopping, book, random });
  const visits = new Visits(log, people.count, random);

  try {
    for (const day of calendar) {
      await log.startDay(day);
      agenda.run(day);
      const volumes = dailyVolumes(calendar, day, touchpoints);
      for (const market of markets) {
        media.reach(market, day, volumes.contacts / markets.length);
        shopping.receive(market, day, volumes.arrivals / markets.length);
      }
      visits.spread(volumes.visits);
      await log.finishDay();
      onProgress?.({ date: day.date, touchpoints: log.written.rows, of: touchpoints });
    }
  } finally {
    await log.close();
  }

  const { names: files, rows, bytes } = log.written;
  const deliveryRows = await writeDelivery({ folder, calendar, book, random });
  await writeJson(join(folder, "cloud.json"), describeCloud(input, files));
  await writeJson(join(folder, "truth.json"), plantedTruth(seed));
  return { files, people: people.count, touchpoints: rows, bytes, orders: orders.placed, deliveryRows };
}

function writeJson(path: string, content: object): Promise<void> {
  return writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
}

const LEAST_PEOPLE = 1_000;
const LEAST_A_PERSON = 12;
const MOST_A_PERSON = 40;
const FIRST_NEEDED_DAY = "2025-09-06";
const LAST_NEEDED_DAY = "2025-12-01";

/** Every brand needs an audience, the process is fitted to a density of contacts, the truth needs the days around the campaign. */
function assertPlayable({ people, touchpoints, from, to }: CloudSize): void {
  if (!(Number.isSafeInteger(people) && people >= LEAST_PEOPLE)) {
    throw new RangeError(
      `A synthetic cloud must have at least ${LEAST_PEOPLE} people but got ${people}; ask for more.`,
    );
  }
  const each = touchpoints / people;
  if (!(each >= LEAST_A_PERSON && each <= MOST_A_PERSON)) {
    throw new RangeError(
      `A synthetic cloud must have ${LEAST_A_PERSON} to ${MOST_A_PERSON} touchpoints a person but got ${touchpoints} for ${people} people; change one of the two.`,
    );
  }
  if (!(from < FIRST_NEEDED_DAY && to >= LAST_NEEDED_DAY)) {
    throw new RangeError(
      `A synthetic cloud must run from before ${FIRST_NEEDED_DAY} to ${LAST_NEEDED_DAY} at least but got ${from} to ${to}; widen the window.`,
    );
  }
}
