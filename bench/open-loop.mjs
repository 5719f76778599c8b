// A generator of its own process: sends each request at a time that was fixed before, whatever the answers do, and counts its
// latency from that time, so that a server that stands still cannot hide the requests that wait meanwhile.
// Gets {url, headers, expected: [{body, text}], rate, count} over IPC and answers {latencies, errors, cpuShare}.
import { Agent, request } from "node:http";

process.once("message", async (plan) => {
  process.send(await run(plan), () => process.disconnect());
});

async function run({ url, headers, expected, rate, count }) {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const { hostname, port, pathname } = new URL(url);
  const target = { agent, hostname, port, path: pathname, method: "POST" };
  const latencies = new Float64Array(count);
  const errors = [];
  const buffers = expected.map(({ body }) => Buffer.from(body));
  const intervalMs = 1_000 / rate;
  let answered = 0;
  const began = performance.now() + 100;
  const usedBefore = process.cpuUsage();
  await new Promise((resolve) => {
    const send = (index) => {
      const which = index % buffers.length;
      const end = (error) => {
        latencies[index] = performance.now() - (began + index * intervalMs);
        if (error) errors.push(error);
        if (++answered === count) resolve();
      };
      const sent = request(
        {
          ...target,
          headers: { ...headers, "content-type": "application/json", "content-length": buffers[which].length },
        },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (chunk) => {
            text += chunk;
          });
          answer.once("end", () =>
            end(text === expected[which].text ? null : `${answer.statusCode} ${text.slice(0, 200)}`),
          );
        },
      );
      sent.once("error", (error) => end(error.message));
      sent.end(buffers[which]);
    };
    let next = 0;
    const tick = () => {
      while (next < count && began + next * intervalMs <= performance.now()) send(next++);
      if (next < count) setTimeout(tick, Math.max(0, began + next * intervalMs - performance.now()));
    };
    setTimeout(tick, began - performance.now());
  });
  const { user, system } = process.cpuUsage(usedBefore);
  const cpuShare = (user + system) / 1_000 / (performance.now() - began);
  agent.destroy();
  return { latencies: Array.from(latencies), errors, cpuShare };
}
