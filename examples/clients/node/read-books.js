// Reads the book shop with @grpc/grpc-js and checks that all of it arrived: read-books.js TARGET ROWS PROTO_FOLDER
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const [target, rows, protos] = process.argv.slice(2);
const definition = protoLoader.loadSync('recommendations/v1/recommendations.proto', { includeDirs: [protos], keepCase: true });
const methods = definition['recommendations.v1.Recommendations'];
const client = new grpc.Client(target, grpc.credentials.createInsecure());

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (byte & 1 ? 0x82f63b78 : 0);
  return byte;
});

// The bytes that the server's checksum covers: each row as field 1 of one long message.
class Received {
  rows = 0;
  bytes = 0;
  #crc = 0xffffffff;

  book({ id, title }) {
    assert.equal(id ?? 0, this.rows);
    assert.ok(title);
    this.rows++;
  }

  data(bytes) {
    this.bytes += bytes.length;
    let crc = this.#crc;
    for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
    this.#crc = crc;
  }

  get crc32c() {
    return ((this.#crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
  }
}

// Calls with the messages' own bytes kept beside what they decode to.
async function read(what, { path, requestSerialize, responseDeserialize }, take) {
  const received = new Received();
  const call = client.makeServerStreamRequest(
    path,
    requestSerialize,
    (bytes) => ({ bytes, message: responseDeserialize(bytes) }),
    { user_id: 1, max_results: Number(rows) },
  );
  // The status comes last, with the trailer: a stream without it is not complete.
  const status = new Promise((resolve) => call.once('status', resolve));
  for await (const { bytes, message } of call) take(received, bytes, message);
  const { metadata } = await status;
  const told = ['spillway-rows', 'spillway-bytes', 'spillway-crc32c'].map((name) => metadata.get(name)[0]);
  assert.deepEqual([String(received.rows), String(received.bytes), received.crc32c], told);
  assert.equal(received.rows, Number(rows));
  console.log(`node, ${what}: ${received.rows} rows, ${received.bytes} bytes, crc32c ${received.crc32c}`);
}

function lengthPrefix(length) {
  const prefix = [0x0a];
  for (; length > 0x7f; length >>>= 7) prefix.push((length & 0x7f) | 0x80);
  return [...prefix, length];
}

await read('one row a message', methods.GetRecommendStream, (received, bytes, book) => {
  received.book(book);
  received.data(lengthPrefix(bytes.length));
  received.data(bytes);
});
await read('many rows a message', methods.GetRecommendBatches, (received, bytes, { recommendations }) => {
  recommendations.forEach((book) => received.book(book));
  received.data(bytes);
});
client.close();
