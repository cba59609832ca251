// A client on Node's `serialport`:  node serialport_client.js PORT LINE LINES [modem]
//
// Sends one MP/1 line (">01 HELLO": the CRC is added) and prints as many lines as asked for as they
// come back. With `modem` it sets and reads the modem lines first, and says what came of it. A PORT
// that is an address, socket://HOST:PORT, is opened as a socket: a stream as well.
"use strict";

const net = require("node:net");
const { SerialPort } = require("serialport");

function framed(line) {
  let sum = 0xffff;
  for (const character of line) {
    sum ^= character.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return `${line}*${sum.toString(16).toUpperCase().padStart(4, "0")}\n`;
}

function fail(error) {
  console.log(`failed: ${error.message}`);
  process.exit(1);
}

const [path, line, lines, modem] = process.argv.slice(2);
const address = /^socket:\/\/(.*):(\d+)$/.exec(path);
const port = address
  ? net.connect(Number(address[2]), address[1], begin)
  : new SerialPort({ path, baudRate: 19200 }, begin);

function begin(error) {
  if (error) fail(error);
  if (modem) {
    port.set({ dtr: true, rts: true }, (refused) => {
      console.log(refused ? `set: ${refused.message}` : "set");
      port.get((unknown, state) => {
        console.log(unknown ? `get: ${unknown.message}` : `get: cts=${state.cts}`);
        port.write(framed(line));
      });
    });
  } else {
    port.write(framed(line));
  }
}
port.on("error", fail);
port.on("close", () => process.exit(0));

let left = Number(lines);
port.on("data", (chunk) => {
  process.stdout.write(chunk);
  for (const byte of chunk) if (byte === 0x0a) left--;
  if (left <= 0) address ? port.end() : port.close();
});
