// Each hash beside the best packaged library: OpenSSL, libsodium or xxHash.
// Counter `ratio`: our time over the peer's time, measured in turns in the same run; at most 1 is the aim.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <xxhash.h>

#include <chrono>
#include <functional>

#include "hashing/hashing.hpp"

namespace serinus::hashing {
namespace {

using Function = std::function<void(BytesView)>;

/// Nanoseconds for a call; the least of many short runs, in turns, so that a busy machine slows both alike.
struct Times {
    double ours = 1e18;
    double theirs = 1e18;
};

double nanoseconds(const Function& function, BytesView input, size_t calls) {
    const auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < calls; ++i) function(input);
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() /
           static_cast<double>(calls);
}

void compare(benchmark::State& state, const Function& ours, const Function& theirs) {
    const Bytes input(static_cast<size_t>(state.range(0)), 0x5a);
    const size_t calls = std::max<size_t>(1, 20'000 / (input.size() / 64 + 1));
    Times best;
    for (auto _ : state) {
        best.ours = std::min(best.ours, nanoseconds(ours, input, calls));
        best.theirs = std::min(best.theirs, nanoseconds(theirs, input, calls));
    }
    state.counters["ours_ns"] = best.ours;
    state.counters["peer_ns"] = best.theirs;
    state.counters["ratio"] = best.ours / best.theirs;
    state.counters["ours_GBps"] = static_cast<double>(input.size()) / best.ours;
}

Function openssl(const char* name) {
    const EVP_MD* function = EVP_MD_fetch(nullptr, name, nullptr);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    return [function, context](BytesView input) {
        uint8_t out[64];
        EVP_DigestInit_ex2(context, function, nullptr);
        EVP_DigestUpdate(context, input.data(), input.size());
        EVP_DigestFinal_ex(context, out, nullptr);
        benchmark::DoNotOptimize(out);
    };
}

template <class F>
Function ours(F function) {
    return [function](BytesView input) { benchmark::DoNotOptimize(function(input)); };
}

void libsodium_blake2b_256(BytesView input) {
    uint8_t out[32];
    crypto_generichash_blake2b(out, sizeof out, input.data(), input.size(), nullptr, 0);
    benchmark::DoNotOptimize(out);
}

void libsodium_sha2_256(BytesView input) {
    uint8_t out[32];
    crypto_hash_sha256(out, input.data(), input.size());
    benchmark::DoNotOptimize(out);
}

void xxhash_twox_128(BytesView input) {
    benchmark::DoNotOptimize(XXH64(input.data(), input.size(), 0));
    benchmark::DoNotOptimize(XXH64(input.data(), input.size(), 1));
}

void add(const char* name, const Function& us, const Function& them) {
    benchmark::RegisterBenchmark(name, [us, them](benchmark::State& state) { compare(state, us, them); })
        ->Arg(32)
        ->Arg(128)
        ->Arg(1024)
        ->Arg(1 << 20)
        ->Iterations(40);
}

const bool registered = [] {
    if (sodium_init() < 0) return false;
    add("blake2b_256/libsodium", ours(blake2b_256), libsodium_blake2b_256);
    add("blake2b_512/openssl", ours(blake2b_512), openssl("BLAKE2B-512"));
    add("twox_128/xxhash", ours(twox_128), xxhash_twox_128);
    add("keccak_256/openssl_sha3", ours(keccak_256), openssl("SHA3-256"));
    add("sha2_256/openssl", ours(sha2_256), openssl("SHA256"));
    add("sha2_256/libsodium", ours(sha2_256), libsodium_sha2_256);
    return true;
}();

}  // namespace
}  // namespace serinus::hashing
