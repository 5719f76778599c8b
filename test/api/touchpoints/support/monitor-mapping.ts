/** What a monitor calls things, with its macros filled in, as touchpoints. */
export const monitorMapping = (code: string): object => ({
  source: { code, name: "Monitor" },
  format: "NDJSON",
  fields: {
    action: { column: "type", values: { imp: "IMPRESSION", clk: "CLICK" } },
    platform: { constant: "DOUYIN" },
    site: { constant: "OFF_SITE" },
    placementCode: { column: "__PID__" },
    brandCode: { column: "adv", values: { "8001": "haoyu" } },
  },
  time: { column: "ts", format: "UNIX_SECONDS" },
  identities: [{ namespace: "DEVICE_ID", column: "__OAID__", remove: "[^0-9A-Za-z]" }],
  eventId: { column: "rid" },
  ignored: ["ua"],
});
