/**
 * A process that opens the engines of a folder, as a whole program does: prints one JSON line `{ urls, said }` when they serve
 * (`{ error }` when they do not), closes them when told "close", and prints what it was told meanwhile as `{ said }`.
 */
const { openEmbeddedEngines } = require("../../../dist/src/embedded/embedded-engines.js");

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const said = [];
let isOpen = false;
const log = (sentence) => (isOpen ? print({ said: [sentence] }) : said.push(sentence));

openEmbeddedEngines({ dataDir: process.argv[2], engines: { postgres: true, clickhouse: true }, log }).then(
  ({ close, ...urls }) => {
    isOpen = true;
    print({ urls, said });
    process.stdin.once("data", () => close().then(() => process.exit(0)));
  },
  (error) => print({ error: error.message }),
);
