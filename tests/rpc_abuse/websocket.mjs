// A WebSocket client that may break every rule: frames are built by hand.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** One frame; clients must mask theirs. */
export function frame(opcode, payload, { masked = true, final = true } = {}) {
    const data = Buffer.from(payload);
    const head = [(final ? 0x80 : 0) | opcode];
    const mask = masked ? 0x80 : 0;
    if (data.length < 126) head.push(mask | data.length);
    else if (data.length < 65536) head.push(mask | 126, data.length >> 8, data.length & 255);
    else head.push(mask | 127, 0, 0, 0, 0, data.length >>> 24, (data.length >> 16) & 255, (data.length >> 8) & 255, data.length & 255);
    // A mask of zeros changes nothing and is one.
    return Buffer.concat([Buffer.from(head), Buffer.alloc(masked ? 4 : 0), data]);
}

export class Socket {
    static open(port) {
        return new Promise((resolve, reject) => {
            const opened = new Socket();
            opened.received = Buffer.alloc(0);
            opened.closed = false;
            opened.waiting = [];
            opened.socket = connect({ port, host: '127.0.0.1' }, () => resolve(opened));
            opened.socket.on('data', (data) => {
                opened.received = Buffer.concat([opened.received, data]);
                opened.changed();
            });
            opened.socket.on('error', (error) => reject(error));
            opened.socket.on('close', () => {
                opened.closed = true;
                opened.changed();
            });
        });
    }
    changed() {
        for (const check of [...this.waiting]) check();
    }
    /** Waits until `find` gives something, or the other side closes: then undefined. */
    when(find) {
        return new Promise((resolve) => {
            const check = () => {
                const found = find();
                if (found === undefined && !this.closed) return;
                this.waiting = this.waiting.filter((other) => other !== check);
                resolve(found);
            };
            this.waiting.push(check);
            check();
        });
    }
    send(bytes) {
        if (!this.socket.destroyed) this.socket.write(bytes);
    }
    whenClosed() {
        return this.when(() => undefined);
    }
    destroy() {
        this.socket.destroy();
    }
}

export class WebSocket {
    static async open(port) {
        const opened = new WebSocket();
        opened.raw = await Socket.open(port);
        opened.raw.send(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
            `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`);
        const status = await opened.raw.when(() => {
            const end = opened.raw.received.indexOf('\r\n\r\n');
            if (end < 0) return undefined;
            const head = opened.raw.received.subarray(0, end).toString();
            opened.raw.received = opened.raw.received.subarray(end + 4);
            return Number(head.split(' ')[1]);
        });
        if (status !== 101) throw Object.assign(new Error(`refused: ${status}`), { status });
        return opened;
    }
    send(message) {
        this.raw.send(frame(1, typeof message === 'string' ? message : JSON.stringify(message)));
    }
    /** The next text; pings are answered; undefined: closed. */
    receive() {
        return this.raw.when(() => {
            for (;;) {
                const next = this.takeFrame();
                if (next === undefined) return undefined;
                if (next.opcode === 9) this.raw.send(frame(10, next.payload));
                else if (next.opcode === 1) return next.payload.toString();
            }
        });
    }
    /** From now on answers pings while nobody receives: a slow test must not lose connections that wait for their turn. */
    stayAlive() {
        this.raw.waiting.push(() => {
            while (this.raw.received.length > 0 && (this.raw.received[0] & 15) === 9) {
                const ping = this.takeFrame();
                if (ping === undefined) return;
                this.raw.send(frame(10, ping.payload));
            }
        });
    }
    takeFrame() {
        const bytes = this.raw.received;
        if (bytes.length < 2) return undefined;
        let size = bytes[1] & 127;
        let start = 2;
        if (size === 126) {
            if (bytes.length < 4) return undefined;
            size = bytes.readUInt16BE(2);
            start = 4;
        } else if (size === 127) {
            if (bytes.length < 10) return undefined;
            size = Number(bytes.readBigUInt64BE(2));
            start = 10;
        }
        if (bytes.length < start + size) return undefined;
        this.raw.received = bytes.subarray(start + size);
        return { opcode: bytes[0] & 15, payload: bytes.subarray(start, start + size) };
    }
    async call(method, ...params) {
        const id = ++this.last;
        this.send({ jsonrpc: '2.0', id, method, params });
        for (;;) {
            const text = await this.receive();
            if (text === undefined) throw new Error(`${method}: the connection was closed`);
            const message = JSON.parse(text);
            if (message.id === id) return message;
        }
    }
    last = 0;
    destroy() {
        this.raw.destroy();
    }
}
