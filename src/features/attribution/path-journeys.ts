import { journeyTable } from "../../engines/attribution/journey-table";
import type { PathSet } from "./path-set";
import type { Journeys } from "./read-journeys";

const NOTHING = {
  placement: "",
  lookbackDays: 0,
  site: "",
  programme: "",
  creative: "",
  creator: "",
  keyword: "",
  hour: "",
};

/** Imported paths as journeys: nobody behind them is known, nor when anything was. Paths without a touch are unattributed. */
export function journeysOfPaths({ journeys, directChannels }: PathSet): Journeys {
  const table = journeyTable(
    journeys.filter(({ touches }) => touches.length > 0),
    directChannels,
  );
  return {
    table,
    touches: table.channels.map((channel, number) => ({
      ...NOTHING,
      platform: channel,
      isDirect: table.direct[number] === 1,
    })),
    attributed: { people: new Uint32Array(), hours: new Uint32Array(), days: new Uint32Array() },
    unattributed: journeys
      .filter(({ touches }) => touches.length === 0)
      .map(({ conversions, value }) => ({ hour: 0, day: 0, conversions, value })),
    capped: 0n,
    foreign: 0n,
  };
}
