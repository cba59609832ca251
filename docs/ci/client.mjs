// The smallest honest client loop: poll, show alarms, acknowledge when the operator does.
import { constants, createReadStream, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";

const fd = openSync(process.argv[2], constants.O_RDWR | constants.O_NOCTTY);
let number = 0;

function framed(body) {
  let sum = 0xffff;
  for (const byte of Buffer.from(body, "latin1")) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return `${body}*${hex(sum, 4)}`;
}

function hex(value, digits) {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

function send(request) {
  number = (number + 1) % 256;
  writeSync(fd, framed(`>${hex(number, 2)} ${request}`) + "\n");
}

function take(line) {
  const body = line.slice(0, line.lastIndexOf("*"));
  if (line !== framed(body)) return; // damaged on the way: the next poll will tell
  const words = body.split(" ");
  if (!body.startsWith("!")) return;
  send(`EVACK n=${words[0].slice(1)}`);
  if (words.includes("state=active")) console.log("ALARM", words[2].replace("code=", ""));
}

createInterface({ input: createReadStream(null, { fd, encoding: "latin1" }) }).on("line", take);
createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  if (order.do === "acknowledge") send(`ACK alarm=${order.of}`);
});
setInterval(() => send("STATUS?"), 500);
