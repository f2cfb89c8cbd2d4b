// A full node in JavaScript, as honest as the test that drives it: block announces and answers to block requests,
// written from the specification. Its blocks are those of another node, which it reads by RPC.
import './older_node.mjs';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { identify } from '@libp2p/identify';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { createLibp2p } from 'libp2p';

const kHeader = 1, kBody = 2, kJustification = 16;
const kRoleFull = 1;

export const bytesOf = (hex) => Buffer.from(hex.slice(2), 'hex');

/** Unsigned LEB128. */
export function varint(value) {
  const out = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...out, Number(rest)]);
    out.push(Number(rest & 127n) | 128);
  }
}

/** The number at the front of `bytes` and what follows; nothing if there is not enough. */
function takeVarint(bytes) {
  let value = 0n;
  for (let i = 0; i < bytes.length; ++i) {
    value |= BigInt(bytes[i] & 127) << BigInt(7 * i);
    if (bytes[i] < 128) return { value: Number(value), rest: bytes.subarray(i + 1) };
  }
  return undefined;
}

/** SCALE: a compact number. */
function compact(value) {
  if (value < 1 << 6) return Buffer.from([value << 2]);
  if (value < 1 << 14) return Buffer.from([(value << 2 | 1) & 255, value >> 6]);
  if (value >= 1 << 30) throw new Error('too large for this test');
  const out = Buffer.alloc(4);
  out.writeUInt32LE((value << 2 | 2) >>> 0);
  return out;
}

/** SCALE: a header as RPC shows it. */
export const headerBytes = ({ parentHash, number, stateRoot, extrinsicsRoot, digest }) => Buffer.concat([
  bytesOf(parentHash), compact(Number(number)), bytesOf(stateRoot), bytesOf(extrinsicsRoot),
  compact(digest.logs.length), ...digest.logs.map(bytesOf)]);

/** Fields of a protobuf message: [number, value], where a value is a number or bytes. */
function fieldsOf(message) {
  const out = [];
  for (let rest = message; rest.length > 0;) {
    const key = takeVarint(rest);
    const value = takeVarint(key.rest);
    if (key.value % 8 === 0) {
      out.push([key.value >> 3, value.value]);
      rest = value.rest;
    } else {
      out.push([key.value >> 3, value.rest.subarray(0, value.value)]);
      rest = value.rest.subarray(value.value);
    }
  }
  return out;
}
const bytesField = (number, bytes) => Buffer.concat([varint(number << 3 | 2), varint(bytes.length), bytes]);

/** Messages behind their lengths on a stream, in both directions. */
class Messages {
  #stream;
  #source;
  #left = Buffer.alloc(0);
  #queue = [];
  #wake = () => {};
  #isOver = false;

  constructor(stream) {
    this.#stream = stream;
    this.#source = stream.source[Symbol.asyncIterator]();
    stream.sink(this.#written()).catch(() => {});
  }
  async *#written() {
    for (;;) {
      while (this.#queue.length > 0) yield this.#queue.shift();
      if (this.#isOver) return;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }
  send(message) {
    this.#queue.push(Buffer.concat([varint(message.length), message]));
    this.#wake();
  }
  end() {
    this.#isOver = true;
    this.#wake();
  }
  /** undefined: the other side has ended. */
  async next() {
    for (;;) {
      const size = takeVarint(this.#left);
      if (size && size.rest.length >= size.value) {
        this.#left = size.rest.subarray(size.value);
        return size.rest.subarray(0, size.value);
      }
      const { done, value } = await this.#source.next();
      if (done) return undefined;
      this.#left = Buffer.concat([this.#left, value.subarray()]);
    }
  }
  close() { return this.#stream.close(); }
}

export class FullNode {
  requests = [];    // what it was asked, decoded
  handshakes = [];  // of the other side

  /** `source`: a node with the blocks; `best`: the number up to which this one claims to have them. */
  static async start(source, best) {
    const node = new FullNode();
    node.source = source;
    node.best = best;
    node.genesis = await source.call('chain_getBlockHash', 0);
    node.libp2p = await createLibp2p({
      addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
      transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux()],
      services: { identify: identify(), ping: ping() },
    });
    await node.libp2p.handle(node.#name('block-announces/1'), ({ stream }) => node.#onAnnounces(new Messages(stream)));
    await node.libp2p.handle(node.#name('sync/2'), ({ stream }) => node.#onBlockRequest(new Messages(stream)));
    return node;
  }
  stop() { return this.libp2p.stop(); }
  get address() { return this.libp2p.getMultiaddrs()[0].toString(); }

  #name(protocol) { return `/${this.genesis.slice(2)}/${protocol}`; }

  async handshake() {
    const number = Buffer.alloc(4);
    number.writeUInt32LE(this.best);
    const best = await this.source.call('chain_getBlockHash', this.best);
    return Buffer.concat([Buffer.from([kRoleFull]), number, bytesOf(best), bytesOf(this.genesis)]);
  }
  async #onAnnounces(messages) {
    this.handshakes.push(await messages.next());
    messages.send(await this.handshake());
    while (await messages.next()) { /* what the other side announces is of no interest */ }
  }

  /** Opens this side's half of block announces. Spec: sect-protocols-substreams */
  async openAnnounces() {
    const [connection] = this.libp2p.getConnections();
    this.announces = new Messages(await connection.newStream(this.#name('block-announces/1')));
    this.announces.send(await this.handshake());
    this.handshakes.push(await this.announces.next());
  }
  /** Says that block `number` is the best one; Spec: defn-block-announce */
  async announce(number, change = (bytes) => bytes) {
    this.best = number;
    const header = await this.source.call('chain_getHeader', await this.source.call('chain_getBlockHash', number));
    this.announces.send(Buffer.concat([change(headerBytes(header)), Buffer.from([1, 0])]));
  }

  /** Spec: defn-msg-block-request */
  async #onBlockRequest(messages) {
    const request = { fields: 0, direction: 0, max: 0 };
    for (const [number, value] of fieldsOf(await messages.next())) {
      if (number === 1) request.fields = value >>> 24;
      if (number === 2) request.hash = `0x${Buffer.from(value).toString('hex')}`;
      if (number === 3) request.number = Buffer.from(value).readUInt32LE();
      if (number === 5) request.direction = value;
      if (number === 6) request.max = value;
    }
    this.requests.push(request);
    messages.send(Buffer.concat(await this.#blocks(request)));
    messages.end();
  }
  async #blocks(request) {
    const call = (...args) => this.source.call(...args);
    let number = request.number ?? Number((await call('chain_getHeader', request.hash)).number);
    const out = [];
    for (; out.length < Math.min(request.max, 128) && number >= 0 && number <= this.best; number += request.direction ? -1 : 1) {
      const hash = await call('chain_getBlockHash', number);
      const { block, justifications } = await call('chain_getBlock', hash);
      const data = [bytesField(1, bytesOf(hash))];
      if (request.fields & kHeader) data.push(bytesField(2, headerBytes(block.header)));
      if (request.fields & kBody) data.push(...block.extrinsics.map((one) => bytesField(3, bytesOf(one))));
      if (request.fields & kJustification && justifications) {
        const all = justifications.map(([engine, proof]) =>
          Buffer.concat([Buffer.from(engine), compact(proof.length), Buffer.from(proof)]));
        data.push(bytesField(8, Buffer.concat([compact(all.length), ...all])));
      }
      out.push(bytesField(1, Buffer.concat(data)));
    }
    return out;
  }

  /** Asks the other side for blocks; [{hash, header, body}]. */
  async askBlocks(from, max) {
    const number = Buffer.alloc(4);
    number.writeUInt32LE(from);
    const [connection] = this.libp2p.getConnections();
    const messages = new Messages(await connection.newStream(this.#name('sync/2')));
    messages.send(Buffer.concat([Buffer.from([0x08]), varint((kHeader | kBody) * 2 ** 24), bytesField(3, number),
      Buffer.from([0x30]), varint(max), Buffer.from([0x38, 1])]));
    const answer = await messages.next();
    messages.end();
    return fieldsOf(answer).map(([, block]) => {
      const out = { body: [] };
      for (const [field, value] of fieldsOf(block)) {
        if (field === 1) out.hash = `0x${Buffer.from(value).toString('hex')}`;
        if (field === 2) out.header = Buffer.from(value);
        if (field === 3) out.body.push(Buffer.from(value));
      }
      return out;
    });
  }
}
