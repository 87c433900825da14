// Reads WARC files whole with npm warcio, a reader this project did not write, and checks every
// block and payload digest against the bytes it delivers. Prints one JSON line of counts a file;
// exits 1 when a digest does not hold, a record does not decode, or a file holds no response or revisit.
// Usage: npm ci && node verify-warc.mjs FILE.warc.gz …
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { WARCParser } from "warcio";

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  parts.forEach((part) => hash.update(part));
  return "sha256:" + hash.digest("hex");
};

// warcio warns, and reads on, where a record's length and its bytes disagree: for us that is a fault.
let warnings = 0;
console.warn = (...words) => {
  warnings += 1;
  console.error(...words);
};

// First pass, HTTP left alone: the block is all the bytes of the record.
async function blocks(file, counts, faults) {
  const parser = new WARCParser(createReadStream(file), { parseHttp: false });
  for await (const record of parser) {
    const block = await record.readFully(false);
    counts.records += 1;
    counts[record.warcType] = (counts[record.warcType] ?? 0) + 1;
    if (block.length !== record.warcContentLength) faults.push(`${parser.offset}: block is ${block.length} bytes`);
    const want = record.warcBlockDigest;
    if (!want) continue;
    if (sha256(block) === want) counts.blockDigests += 1;
    else faults.push(`${parser.offset}: block digest`);
  }
}

// Second pass, HTTP parsed by warcio: the payload is what follows its header; revisits point back.
async function payloads(file, counts, faults) {
  const known = new Map();
  const parser = new WARCParser(createReadStream(file));
  for await (const record of parser) {
    const { warcType: type, warcPayloadDigest: want } = record;
    const id = record.warcHeader("WARC-Record-ID");
    if (type === "response") {
      const payload = await record.readFully(false);
      if (sha256(payload) === want) counts.payloadDigests += 1;
      else faults.push(`${parser.offset}: payload digest`);
      if (!(record.httpHeaders?.statusCode >= 100)) faults.push(`${parser.offset}: no HTTP status`);
      known.set(id, want);
    } else if (type === "revisit") {
      const target = known.get(record.warcHeader("WARC-Refers-To"));
      if (target === want) counts.revisitsResolved += 1;
      else if (target) faults.push(`${parser.offset}: revisit of another payload`);
      else counts.revisitsElsewhere += 1; // its original stands in an earlier file
      if (!record.warcRefersToTargetURI || !record.warcRefersToDate) faults.push(`${parser.offset}: revisit of nothing`);
    }
    await record.skipFully();
  }
}

let failed = process.argv.length < 3;
if (failed) console.error("usage: node verify-warc.mjs FILE.warc.gz …");
for (const file of process.argv.slice(2)) {
  const counts = { file: basename(file), records: 0, blockDigests: 0, payloadDigests: 0, revisitsResolved: 0, revisitsElsewhere: 0 };
  const faults = [];
  warnings = 0;
  try {
    await blocks(file, counts, faults);
    await payloads(file, counts, faults);
  } catch (error) {
    faults.push(String(error));
  }
  if (warnings) faults.push(`${warnings} warnings of warcio`);
  if (!counts.response && !counts.revisit) faults.push("no response or revisit record");
  console.log(JSON.stringify({ ...counts, faults }));
  failed ||= faults.length > 0;
}
process.exitCode = failed ? 1 : 0;
