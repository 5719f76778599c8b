import type { SeededRandom } from "../../engines/numeric/seeded-random";
import { STORE } from "./catalogue";
import { createChannel } from "./channel";
import { drawActiveIndex, drawSecond } from "./draws";
import { Ration } from "./ration";
import type { TouchpointLog } from "./touchpoint-log";

/** Part of the visits that goes round everybody in turn; the rest is to the more active. */
const ROUND = 0.8;

/** Visits of the store that have no brand: what makes a person of PLATFORM intent. */
export class Visits {
  private readonly round: readonly number[];
  private readonly visits: Ration;
  private readonly visit = createChannel("VISIT", STORE, "");
  private turn = 0;

  constructor(
    private readonly log: TouchpointLog,
    people: number,
    private readonly random: SeededRandom,
  ) {
    this.round = random.shuffle(Array.from({ length: people }, (_, person) => person));
    this.visits = new Ration(random);
  }

  spread(expected: number): void {
    for (let left = this.visits.count(expected); left > 0; left -= 1) {
      this.log.record(drawSecond(this.random), this.drawVisitor(), this.visit, "");
    }
  }

  private drawVisitor(): number {
    const { random, round } = this;
    if (random.uniform() >= ROUND) return drawActiveIndex(round.length, random);
    this.turn += 1;
    return round[this.turn % round.length]!;
  }
}
