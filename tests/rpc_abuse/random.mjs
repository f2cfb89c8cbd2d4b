// Random JSON that methods do not expect. The same seed makes the same.
const kMethodlike = ['0x', '0x0', '0x00', '', 'finalized', 'latest', '//Alice', '\u0000', '💥', '../../etc/passwd'];

export class Random {
    constructor(seed) {
        this.state = BigInt(seed) | 1n;
    }
    next() {  // xorshift64*
        this.state ^= this.state >> 12n;
        this.state = (this.state ^ (this.state << 25n)) & 0xffffffffffffffffn;
        this.state ^= this.state >> 27n;
        return Number((this.state * 2685821657736338717n & 0xffffffffffffffffn) >> 33n);
    }
    below(limit) {
        return this.next() % limit;
    }
    of(list) {
        return list[this.below(list.length)];
    }
    hex(bytes) {
        return '0x' + Array.from({ length: bytes }, () => this.below(256).toString(16).padStart(2, '0')).join('');
    }
    /** Anything; `known` are values that mean something to the node. */
    value(known, depth = 0) {
        switch (this.below(depth > 3 ? 8 : 10)) {
            case 0: return null;
            case 1: return this.below(2) === 0;
            case 2: return this.of([0, 1, 2, -1, 1.5, 1e308, 4294967295, 4294967296, 18446744073709552000, -9007199254740991]);
            case 3: return this.of(kMethodlike);
            case 4: return this.hex(this.of([0, 1, 3, 4, 16, 31, 32, 33, 64, 1000]));
            case 5: return 'a'.repeat(this.of([1, 100, 10_000]));
            case 6:
            case 7: return this.of(known);
            case 8: return Array.from({ length: this.below(4) }, () => this.value(known, depth + 1));
            default: return Object.fromEntries(Array.from({ length: this.below(4) }, () => [
                this.of(['key', 'type', 'hash', 'result', 'withRuntime', 'method', 'x']), this.value(known, depth + 1)]));
        }
    }
}
