// SCALE beside memcpy of the same bytes: `of_memcpy` is the share of its speed.
#include <benchmark/benchmark.h>

#include <ctime>
#include <random>

#include "base/hex.hpp"
#include "codec/scale.hpp"

namespace serinus::scale {
namespace {

struct Fixed {  // 41 bytes, 48 in memory
    uint64_t number;
    Hash256 hash;
    bool flag;
};

struct Dense {  // as in memory
    uint64_t number;
    Hash256 hash;
};

struct Item {
    std::array<uint8_t, 4> engine;
    Bytes data;
};

struct Header {
    Hash256 parent_hash;
    Compact<uint32_t> number;
    Hash256 state_root;
    Hash256 extrinsics_root;
    std::vector<Enum<At<6, Item>, At<5, std::pair<std::array<uint8_t, 4>, Bytes>>>> digest;
};

constexpr size_t kMegabyte = 1 << 20;

std::mt19937_64 generator() { return std::mt19937_64(1); }

Bytes make_bytes() {
    Bytes out(kMegabyte);
    auto random = generator();
    for (auto& byte : out) byte = static_cast<uint8_t>(random());
    return out;
}

template <class T>
std::vector<T> make_vector(size_t count) {
    std::vector<T> out(count);
    auto random = generator();
    for (auto& element : out) {
        if constexpr (std::is_same_v<T, uint64_t>) {
            element = random();
        } else {
            element.number = random();
        }
    }
    return out;
}

std::vector<Compact<uint64_t>> make_compacts() {
    std::vector<Compact<uint64_t>> out(kMegabyte / 4);
    auto random = generator();
    for (auto& number : out) number = random() >> random() % 64;
    return out;
}

/// As they are in balances and weights: mostly small.
std::vector<Compact<uint32_t>> make_small_compacts() {
    std::vector<Compact<uint32_t>> out(kMegabyte / 4);
    auto random = generator();
    for (auto& number : out) number = static_cast<uint32_t>(random() >> 34 >> random() % 30);
    return out;
}

Header make_header() {
    Header header{};
    header.number = 34457420;
    header.digest.emplace_back(Item{{'B', 'A', 'B', 'E'}, Bytes(101)});
    header.digest.emplace_back(std::pair<std::array<uint8_t, 4>, Bytes>{{'B', 'A', 'B', 'E'}, Bytes(64)});
    return header;
}

std::map<uint32_t, Bytes> make_map() {
    std::map<uint32_t, Bytes> out;
    auto random = generator();
    for (int i = 0; i < 10'000; ++i) out[static_cast<uint32_t>(random())] = Bytes(random() % 64);
    return out;
}

/// Measures the time of this thread alone: the machine may be busy.
class Stopwatch {
  public:
    double seconds() const { return now() - start_; }

  private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }
    double start_ = now();
};

/// Seconds that copying `bytes` into a new vector takes: the least that either direction could do.
double memcpy_seconds(const Bytes& bytes) {
    double best = 1;
    for (int round = 0; round < 20; ++round) {
        const int repeats = static_cast<int>(kMegabyte / (bytes.size() + 64)) + 1;
        const Stopwatch stopwatch;
        for (int i = 0; i < repeats; ++i) {
            Bytes copy = bytes;
            benchmark::DoNotOptimize(copy.data());
            benchmark::ClobberMemory();
        }
        best = std::min(best, stopwatch.seconds() / repeats);
    }
    return best;
}

void report(benchmark::State& state, const Bytes& bytes, double seconds) {
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes.size()));
    state.counters["size"] = static_cast<double>(bytes.size());
    state.counters["of_memcpy"] = memcpy_seconds(bytes) * static_cast<double>(state.iterations()) / seconds;
}

template <auto kMake>
void encode_it(benchmark::State& state) {
    const auto value = kMake();
    const Stopwatch stopwatch;
    for (auto _ : state) {
        Bytes out = encode(value);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    const double seconds = stopwatch.seconds();
    report(state, encode(value), seconds);
}

template <auto kMake>
void decode_it(benchmark::State& state) {
    using T = decltype(kMake());
    const Bytes bytes = encode(kMake());
    const Stopwatch stopwatch;
    for (auto _ : state) {
        auto value = decode<T>(bytes);
        if (!value) state.SkipWithError("does not decode");
        benchmark::DoNotOptimize(value);
        benchmark::ClobberMemory();
    }
    const double seconds = stopwatch.seconds();
    report(state, bytes, seconds);
}

std::vector<uint64_t> make_u64() { return make_vector<uint64_t>(kMegabyte / 8); }
std::vector<Fixed> make_fixed() { return make_vector<Fixed>(kMegabyte / 48); }
std::vector<Dense> make_dense() { return make_vector<Dense>(kMegabyte / 40); }

#define SERINUS_CODEC_BENCH(name)                             \
    BENCHMARK(encode_it<make_##name>)->Name("encode/" #name); \
    BENCHMARK(decode_it<make_##name>)->Name("decode/" #name)

SERINUS_CODEC_BENCH(bytes);
SERINUS_CODEC_BENCH(u64);
SERINUS_CODEC_BENCH(fixed);
SERINUS_CODEC_BENCH(dense);
SERINUS_CODEC_BENCH(compacts);
SERINUS_CODEC_BENCH(small_compacts);
SERINUS_CODEC_BENCH(header);
SERINUS_CODEC_BENCH(map);

}  // namespace
}  // namespace serinus::scale
