// Small programs that do what runtimes do, for bench/wasm_engine.cpp; compiled to WebAssembly when the bench runs.
// Each returns a checksum, so that two engines can be compared for more than their time.
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define EXPORT(name) __attribute__((export_name(#name))) u64 name(void)

enum { kBytes = 1 << 20, kNumbers = 300000 };
static u8 bytes[kBytes];
static u32 numbers[kNumbers];

static u32 next(u32* state) { return *state = *state * 1664525 + 1013904223; }

// Hashing: the rounds of BLAKE2b, 64-bit additions and rotations on sixteen words.
static u64 rotate(u64 x, int n) { return x >> n | x << (64 - n); }
static void mix(u64* v, int a, int b, int c, int d, u64 x, u64 y) {
    v[a] += v[b] + x;
    v[d] = rotate(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = rotate(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 63);
}
static void compress(u64* h, const u64* m) {
    u64 v[16];
    for (int i = 0; i < 8; i++) v[i] = h[i], v[i + 8] = 0x6a09e667f3bcc908u * (u64)(i + 1);
    for (int round = 0; round < 12; round++) {
        const int s = round & 7;
        for (int i = 0; i < 4; i++) mix(v, i, 4 + i, 8 + i, 12 + i, m[(2 * i + s) & 15], m[(2 * i + s + 1) & 15]);
        for (int i = 0; i < 4; i++)
            mix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[(2 * i + s + 8) & 15], m[(2 * i + s + 9) & 15]);
    }
    for (int i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
}
EXPORT(hash) {
    u64 h[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    for (int i = 0; i < kBytes; i++) bytes[i] = (u8)(i * 7);
    for (int pass = 0; pass < 4; pass++)
        for (int at = 0; at < kBytes; at += 128) compress(h, (const u64*)(bytes + at));
    return h[0] ^ h[7];
}

// Sorting: comparisons, branches that cannot be predicted, recursion.
static void sort(u32* a, int left, int right) {
    while (left < right) {
        const u32 pivot = a[(left + right) / 2];
        int i = left, j = right;
        while (i <= j) {
            while (a[i] < pivot) i++;
            while (a[j] > pivot) j--;
            if (i <= j) {
                const u32 t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        sort(a, left, j);
        left = i;
    }
}
EXPORT(sorting) {
    u32 state = 1;
    for (int i = 0; i < kNumbers; i++) numbers[i] = next(&state);
    sort(numbers, 0, kNumbers - 1);
    return numbers[kNumbers / 2] ^ numbers[7];
}

// Calls through the table.
typedef u32 (*function)(u32);
static u32 f0(u32 x) { return x * 3 + 1; }
static u32 f1(u32 x) { return x ^ x >> 7; }
static u32 f2(u32 x) { return x + 0x9e3779b9; }
static u32 f3(u32 x) { return x << 5 | x >> 27; }
static function volatile functions[4] = {f0, f1, f2, f3};
EXPORT(indirect) {
    u32 x = 1;
    for (int i = 0; i < 5000000; i++) x = functions[x >> 3 & 3](x) + (u32)i;
    return x;
}

// Direct calls.
__attribute__((noinline)) static u32 fibonacci(u32 n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
EXPORT(recursion) { return fibonacci(30); }

// Decoding: compact integers and byte strings, as SCALE has them.
EXPORT(decoding) {
    u32 state = 1;
    for (int i = 0; i < kBytes; i++) bytes[i] = (u8)(next(&state) >> 24);
    u64 sum = 0;
    for (int pass = 0; pass < 8; pass++) {
        for (u32 i = 0; i < kBytes - 16;) {
            switch (bytes[i] & 3) {
                case 0: sum += bytes[i] >> 2, i += 1; break;
                case 1: sum += (u32)(bytes[i] | bytes[i + 1] << 8) >> 2, i += 2; break;
                case 2: sum += *(const u32*)(bytes + i) >> 2, i += 4; break;
                default: {
                    const u32 length = (bytes[i] >> 2) % 9 + 1;
                    for (u32 j = 0; j < length; j++) sum = sum * 31 + bytes[i + j];
                    i += length;
                }
            }
        }
    }
    return sum;
}

// A tree in an array, as maps are: dependent loads.
EXPORT(searching) {
    for (int i = 0; i < kNumbers; i++) numbers[i] = (u32)i * 16;
    u32 state = 1;
    u64 sum = 0;
    for (int i = 0; i < 500000; i++) {
        const u32 wanted = next(&state) % (kNumbers * 16);
        u32 low = 0, high = kNumbers;
        while (low < high) {
            const u32 middle = (low + high) / 2;
            if (numbers[middle] < wanted) low = middle + 1;
            else high = middle;
        }
        sum += low;
    }
    return sum;
}

// 128-bit arithmetic: fees and shares.
EXPORT(wide) {
    u64 high = 1, low = 2, state = 88172645463325252u;
    for (int i = 0; i < 1000000; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        const u64 x = low, y = state | 1;
        const u64 a = (u32)x * (u64)(u32)y, b = (x >> 32) * (u32)y, c = (u32)x * (y >> 32), d = (x >> 32) * (y >> 32);
        const u64 middle = (a >> 32) + (u32)b + (u32)c;
        low = (middle << 32 | (u32)a) ^ state % 1000003;
        high ^= d + (b >> 32) + (c >> 32) + (middle >> 32);
    }
    return low ^ high;
}

// Floats, which runtimes hardly have.
EXPORT(floats) {
    double sum = 0;
    for (int i = 1; i < 1000000; i++) sum += (double)i / (sum + 1.5) - 0.25 * (double)(i & 7);
    return (u64)(sum * 1000);
}
