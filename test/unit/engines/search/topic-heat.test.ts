import { expiryOf, heatAt } from "../../../../src/engines/search/topic-heat";

const TOPIC = { heat: 800, startsAt: new Date("2025-11-01T08:00:00Z"), halfLifeHours: 6 };

it("halves every half-life and is nothing before the start", () => {
  expect(heatAt(TOPIC, TOPIC.startsAt)).toBe(800);
  expect(heatAt(TOPIC, new Date("2025-11-01T14:00:00Z"))).toBe(400);
  expect(heatAt(TOPIC, new Date("2025-11-02T02:00:00Z"))).toBe(100);
  expect(heatAt(TOPIC, new Date("2025-11-01T07:59:59Z"))).toBe(0);
});

it("is over when a tenth is left", () => {
  const expiry = expiryOf(TOPIC);
  expect(heatAt(TOPIC, expiry)).toBeLessThanOrEqual(80);
  expect(heatAt(TOPIC, new Date(expiry.getTime() - 2))).toBeGreaterThan(80);
});
