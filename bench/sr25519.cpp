// sr25519 beside the libsodium operations that it cannot do without. Each iteration runs both, one after the other, so
// that a busy machine slows both alike; `ratio` is that of the medians (ours / libsodium).
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <chrono>
#include <deque>

#include "crypto/sr25519.hpp"
#include "crypto/sr25519_transcript.hpp"
#include "crypto/vrf.hpp"
#include "platform/random.hpp"

namespace serinus::crypto {
namespace {

using sr25519::KeyPair;
using sr25519::MiniSecret;

constexpr ByteArray<32> kRandomness{1};

double microseconds_of(auto&& function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// `per` divides both times: the number of signatures in a batch.
void compare(benchmark::State& state, auto&& ours, auto&& libsodium, double per = 1) {
    std::vector<double> our_times, their_times;
    for (auto _ : state) {
        our_times.push_back(microseconds_of(ours));
        their_times.push_back(microseconds_of(libsodium));
        state.SetIterationTime(our_times.back() * 1e-6);
    }
    const double ours_us = median(our_times) / per;
    const double theirs_us = median(their_times) / per;
    state.counters["us"] = ours_us;
    state.counters["libsodium_us"] = theirs_us;
    state.counters["ratio"] = ours_us / theirs_us;
}

/// What libsodium needs for one group operation, on random operands.
struct Operands {
    ByteArray<32> scalar, other_scalar, point, other_point;
    ByteArray<64> uniform = platform::random_array<64>();
    ByteArray<32> out{};

    Operands() {
        crypto_core_ristretto255_scalar_random(scalar.data());
        crypto_core_ristretto255_scalar_random(other_scalar.data());
        crypto_core_ristretto255_random(point.data());
        crypto_core_ristretto255_random(other_point.data());
    }
    ByteArray<32> multiply_base() {
        static_cast<void>(crypto_scalarmult_ristretto255_base(out.data(), scalar.data()));
        return out;
    }
    ByteArray<32> multiply() {
        static_cast<void>(crypto_scalarmult_ristretto255(out.data(), other_scalar.data(), point.data()));
        return out;
    }
    void hash_to_point() { crypto_core_ristretto255_from_hash(out.data(), uniform.data()); }
    /// s * B - k * A
    void verify() {
        const auto left = multiply_base();
        const auto right = multiply();
        crypto_core_ristretto255_sub(out.data(), left.data(), right.data());
        benchmark::DoNotOptimize(out);
    }
};

KeyPair random_key() { return sr25519::expand(MiniSecret(platform::random_array<32>())); }

void keypair(benchmark::State& state) {
    const MiniSecret seed(platform::random_array<32>());
    Operands operands;
    compare(
        state, [&] { benchmark::DoNotOptimize(sr25519::expand(seed)); },
        [&] { benchmark::DoNotOptimize(operands.multiply_base()); });
}
BENCHMARK(keypair)->UseManualTime();

void sign(benchmark::State& state) {
    const KeyPair key = random_key();
    const auto message = platform::random_array<32>();
    Operands operands;
    compare(
        state, [&] { benchmark::DoNotOptimize(sr25519::sign(key, message, kRandomness)); },
        [&] { benchmark::DoNotOptimize(operands.multiply_base()); });
}
BENCHMARK(sign)->UseManualTime();

void verify(benchmark::State& state) {
    const KeyPair key = random_key();
    const auto message = platform::random_array<32>();
    const auto signature = sr25519::sign(key, message, kRandomness);
    Operands operands;
    compare(
        state, [&] { benchmark::DoNotOptimize(sr25519::verify(signature, message, key.public_key)); },
        [&] { operands.verify(); });
}
BENCHMARK(verify)->UseManualTime();

/// Signatures of as many signers; times are per signature.
void verify_batch(benchmark::State& state) {
    const auto count = static_cast<size_t>(state.range(0));
    std::deque<ByteArray<32>> messages;
    std::vector<sr25519::BatchItem> items;
    for (size_t i = 0; i < count; ++i) {
        const KeyPair key = random_key();
        messages.push_back(platform::random_array<32>());
        items.push_back({sr25519::sign(key, messages.back(), kRandomness), messages.back(), key.public_key});
    }
    Operands operands;
    std::vector<double> single_times;
    compare(
        state, [&] { benchmark::DoNotOptimize(sr25519::verify_batch(items, kRandomness)); },
        [&] {
            for (size_t i = 0; i < count; ++i) operands.verify();
            single_times.push_back(microseconds_of([&] {
                benchmark::DoNotOptimize(sr25519::verify(items[0].signature, items[0].message, items[0].public_key));
            }));
        },
        static_cast<double>(count));
    state.counters["of_single"] = state.counters["us"] / median(single_times);
}
BENCHMARK(verify_batch)->UseManualTime()->Arg(1)->Arg(2)->Arg(4)->Arg(8)->Arg(64)->Arg(256);

void vrf_sign(benchmark::State& state) {
    const KeyPair key = random_key();
    const Transcript input = vrf::babe_transcript(platform::random_array<32>(), 1, 2);
    Operands operands;
    compare(
        state, [&] { benchmark::DoNotOptimize(vrf::sign(key, input, kRandomness)); },
        [&] {
            operands.hash_to_point();
            benchmark::DoNotOptimize(operands.multiply());
            benchmark::DoNotOptimize(operands.multiply_base());
            benchmark::DoNotOptimize(operands.multiply());
        });
}
BENCHMARK(vrf_sign)->UseManualTime();

void vrf_verify(benchmark::State& state) {
    const KeyPair key = random_key();
    const Transcript input = vrf::babe_transcript(platform::random_array<32>(), 1, 2);
    const vrf::Signature signature = vrf::sign(key, input, kRandomness);
    Operands operands;
    compare(
        state, [&] { benchmark::DoNotOptimize(vrf::verify(key.public_key, input, signature)); },
        [&] {
            operands.hash_to_point();
            operands.verify();
            const auto left = operands.multiply();
            const auto right = operands.multiply();
            crypto_core_ristretto255_add(operands.out.data(), left.data(), right.data());
            benchmark::DoNotOptimize(operands.out);
        });
}
BENCHMARK(vrf_verify)->UseManualTime();

/// From message to challenge, beside the hash that Ed25519 needs there: SHA-512 of R, A and the message.
void transcript(benchmark::State& state) {
    const KeyPair key = random_key();
    const Bytes message(static_cast<size_t>(state.range(0)), 1);
    const auto commitment = key.public_key.bytes;
    const Bytes hashed = concat(commitment, key.public_key.bytes, message);
    compare(
        state,
        [&] {
            benchmark::DoNotOptimize(
                sr25519::challenge_bytes(sr25519::kSubstrateContext, message, key.public_key, commitment));
        },
        [&] {
            ByteArray<64> out;
            crypto_hash_sha512(out.data(), hashed.data(), hashed.size());
            benchmark::DoNotOptimize(out);
        });
}
BENCHMARK(transcript)->UseManualTime()->Arg(32)->Arg(1024)->Arg(65536);

}  // namespace
}  // namespace serinus::crypto
