// JSON-RPC over one WebSocket, with as many requests under way as one likes.
import WebSocket from 'ws';

export class Connection {
    static open(url) {
        return new Promise((resolve, reject) => {
            const out = new Connection();
            out.socket = new WebSocket(url, { perMessageDeflate: false });
            out.waiting = new Map();
            out.onNotification = () => {};
            out.next = 1;
            out.socket.on('open', () => resolve(out));
            out.socket.on('error', (error) => reject(new Error(`no connection to ${url}: ${error.message}`)));
            out.socket.on('message', (data) => {
                const message = JSON.parse(data);
                if (message.id === undefined || message.id === null) return out.onNotification(message);
                const { resolve: done, reject: failed } = out.waiting.get(message.id);
                out.waiting.delete(message.id);
                if (message.error) failed(new Error(JSON.stringify(message.error)));
                else done(message.result);
            });
        });
    }

    call(method, ...params) {
        return new Promise((resolve, reject) => {
            const id = this.next++;
            this.waiting.set(id, { resolve, reject });
            this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
        });
    }

    close() { this.socket.close(); }
}
