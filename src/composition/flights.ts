import {
  CampaignFlightsResolver,
  FlightChangeResolver,
  FlightResolver,
  PlacementFlightsResolver,
} from "../features/flights/flight.resolver";
import { FlightService } from "../features/flights/flight.service";
import { FlightStore } from "../features/flights/flight.store";
import { toFlight } from "../features/flights/flight.types";
import { FlightReader } from "../features/flights/flight-reader";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeFlights({ database }: Kernel, { brands, campaigns }: BrandsPart & CampaignsPart) {
  const flights = new FlightService(database, new FlightStore(database), campaigns);
  const reader = new FlightReader(flights, campaigns, brands);
  return {
    flights,
    resolvers: [
      new FlightChangeResolver(flights, campaigns),
      new FlightResolver(reader, campaigns),
      new CampaignFlightsResolver(flights, reader),
      new PlacementFlightsResolver(flights),
    ],
    nodes: [["Flight", async (context, key) => whenFound(await flights.find(context, key), toFlight)]],
  } satisfies Composed;
}

export type FlightsPart = Services<typeof composeFlights>;
