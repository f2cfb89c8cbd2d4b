// Curve arithmetic and signatures beside libsodium, OpenSSL and libsecp256k1. The counter "ratio" is our time over the
// peer's, measured in the same run: below 1 is faster.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <chrono>
#include <random>

#include "crypto/ecdsa.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/edwards25519/buckets.hpp"
#include "crypto/edwards25519/group.hpp"
#include "crypto/edwards25519/ristretto.hpp"
#include "crypto/edwards25519/short_ratio.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

std::mt19937_64 random_source(1);

template <size_t N>
ByteArray<N> random_array() {
    ByteArray<N> out;
    for (auto& byte : out) byte = static_cast<uint8_t>(random_source());
    return out;
}
Scalar random_scalar() { return Scalar::from_bytes_mod_order_wide(random_array<64>()); }
Scalar random_short_scalar() {
    return Scalar::from_uint128(static_cast<unsigned __int128>(random_source()) << 64 | random_source());
}
Point random_point() { return *ristretto_decode(ristretto_encode(scalar_mul_base(random_scalar()))); }

/// Runs `ours` and `peer` in turns and reports our time with the ratio: what slows the machine slows both.
template <class Ours, class Peer>
void compare(benchmark::State& state, Ours ours, Peer peer) {
    using Clock = std::chrono::steady_clock;
    double ours_s = 0;
    double peer_s = 0;
    for (auto _ : state) {
        const auto start = Clock::now();
        ours();
        const auto middle = Clock::now();
        peer();
        const auto end = Clock::now();
        const double seconds = std::chrono::duration<double>(middle - start).count();
        ours_s += seconds;
        peer_s += std::chrono::duration<double>(end - middle).count();
        state.SetIterationTime(seconds);
    }
    state.counters["ratio"] = ours_s / peer_s;
    state.counters["peer_us"] = peer_s * 1e6 / static_cast<double>(state.iterations());
}

void field_multiply(benchmark::State& state) {
    FieldElement a = field_from_bytes(random_array<32>());
    const FieldElement b = field_from_bytes(random_array<32>());
    for (auto _ : state) {
        a = a * b;
        benchmark::DoNotOptimize(a);
    }
}
BENCHMARK(field_multiply);

void field_square(benchmark::State& state) {
    FieldElement a = field_from_bytes(random_array<32>());
    for (auto _ : state) {
        a = square(a);
        benchmark::DoNotOptimize(a);
    }
}
BENCHMARK(field_square);

void field_invert(benchmark::State& state) {
    FieldElement a = field_from_bytes(random_array<32>());
    for (auto _ : state) benchmark::DoNotOptimize(a = invert(a));
}
BENCHMARK(field_invert);

void point_double(benchmark::State& state) {
    Point p = random_point();
    for (auto _ : state) benchmark::DoNotOptimize(p = p.doubled());
}
BENCHMARK(point_double);

void point_add_cached(benchmark::State& state) {
    Point p = random_point();
    const Cached q(random_point());
    for (auto _ : state) benchmark::DoNotOptimize(p = add(p, q).extended());
}
BENCHMARK(point_add_cached);

void short_ratio_of_scalar(benchmark::State& state) {
    const Scalar k = random_scalar();
    for (auto _ : state) benchmark::DoNotOptimize(short_ratio(k));
}
BENCHMARK(short_ratio_of_scalar);

void scalar_reduction(benchmark::State& state) {
    const auto wide = random_array<64>();
    ByteArray<32> reduced;
    compare(
        state, [&] { benchmark::DoNotOptimize(Scalar::from_bytes_mod_order_wide(wide)); },
        [&] { crypto_core_ristretto255_scalar_reduce(reduced.data(), wide.data()); });
}
BENCHMARK(scalar_reduction)->UseManualTime();

void decompression(benchmark::State& state) {
    const auto bytes = random_point().compress();
    for (auto _ : state) benchmark::DoNotOptimize(decompress(bytes));
}
BENCHMARK(decompression);

void ristretto_decoding(benchmark::State& state) {
    const auto bytes = ristretto_encode(random_point());
    compare(
        state, [&] { benchmark::DoNotOptimize(ristretto_decode(bytes)); },
        [&] { benchmark::DoNotOptimize(crypto_core_ristretto255_is_valid_point(bytes.data())); });
}
BENCHMARK(ristretto_decoding)->UseManualTime();

void ristretto_encoding(benchmark::State& state) {
    const Point p = scalar_mul_base(random_scalar());
    for (auto _ : state) benchmark::DoNotOptimize(ristretto_encode(p));
}
BENCHMARK(ristretto_encoding);

/// What a verification of sr25519 costs libsodium: decode A, s*B - c*A, encode. Its steps all encode and decode again.
struct SodiumVerification {
    ByteArray<32> A = ristretto_encode(random_point());
    ByteArray<32> s = random_scalar().to_bytes();
    ByteArray<32> c = random_scalar().to_bytes();

    ByteArray<32> operator()() const {
        ByteArray<32> sB, cA, difference;
        if (crypto_scalarmult_ristretto255_base(sB.data(), s.data()) != 0) std::abort();
        if (crypto_scalarmult_ristretto255(cA.data(), c.data(), A.data()) != 0) std::abort();
        crypto_core_ristretto255_sub(difference.data(), sB.data(), cA.data());
        return difference;
    }
};

void ristretto_double_scalar_mul(benchmark::State& state) {
    const SodiumVerification peer;
    const Scalar s = *Scalar::from_canonical(peer.s), c = *Scalar::from_canonical(peer.c);
    const auto ours = [&] { return ristretto_encode(double_scalar_mul_base(-c, *ristretto_decode(peer.A), s)); };
    if (ours() != peer()) std::abort();
    compare(state, [&] { benchmark::DoNotOptimize(ours()); }, [&] { benchmark::DoNotOptimize(peer()); });
}
BENCHMARK(ristretto_double_scalar_mul)->UseManualTime();

void ristretto_schnorr_equation(benchmark::State& state) {
    const SodiumVerification peer;
    const Scalar s = *Scalar::from_canonical(peer.s), c = *Scalar::from_canonical(peer.c);
    const auto R = peer();
    const auto ours = [&] {
        const auto points = ristretto_decode_pair(peer.A, R);
        return points && schnorr_equation_holds(s, c, (*points)[0], (*points)[1]);
    };
    if (!ours()) std::abort();
    compare(state, [&] { benchmark::DoNotOptimize(ours()); }, [&] { benchmark::DoNotOptimize(peer() == R); });
}
BENCHMARK(ristretto_schnorr_equation)->UseManualTime();

void double_scalar_multiplication(benchmark::State& state) {
    const Scalar a = random_scalar(), b = random_scalar();
    const Point A = random_point();
    for (auto _ : state) benchmark::DoNotOptimize(double_scalar_mul_base(a, A, b));
}
BENCHMARK(double_scalar_multiplication);

void schnorr_equation(benchmark::State& state) {
    const Scalar s = random_scalar(), k = random_scalar();
    const Point A = random_point(), R = random_point();
    for (auto _ : state) benchmark::DoNotOptimize(schnorr_equation_holds(s, k, A, R));
}
BENCHMARK(schnorr_equation);

/// Half of the scalars short, as in a batch verification. "ratio" compares buckets with tables: where it falls below 1
/// is kBucketsPayFrom.
void sum_of_terms(benchmark::State& state) {
    const auto count = static_cast<size_t>(state.range(0));
    std::vector<Scalar> scalars;
    std::vector<Point> points;
    for (size_t i = 0; i < count; ++i) {
        scalars.push_back(i % 2 == 0 ? random_scalar() : random_short_scalar());
        points.push_back(random_point());
    }
    compare(
        state, [&] { benchmark::DoNotOptimize(bucket_sum(scalars, points)); },
        [&] { benchmark::DoNotOptimize(table_sum(scalars, points, Scalar())); });
    state.counters["us_per_term"] =
        state.counters["peer_us"] * std::min<double>(state.counters["ratio"], 1) / static_cast<double>(count);
}
BENCHMARK(sum_of_terms)
    ->Arg(8)
    ->Arg(64)
    ->Arg(128)
    ->Arg(160)
    ->Arg(192)
    ->Arg(256)
    ->Arg(400)
    ->Arg(1024)
    ->Arg(4096)
    ->UseManualTime();

struct SignedMessage {
    Bytes message = Bytes(100, 7);
    ed25519::Seed seed{random_array<32>()};
    ed25519::PublicKey key = ed25519::public_key_of(seed);
    ed25519::Signature signature = ed25519::sign(seed, message);
};

void ed25519_verify_beside_libsodium(benchmark::State& state) {
    const SignedMessage m;
    compare(
        state, [&] { benchmark::DoNotOptimize(ed25519::verify(m.signature, m.message, m.key)); },
        [&] {
            benchmark::DoNotOptimize(
                crypto_sign_verify_detached(m.signature.data(), m.message.data(), m.message.size(), m.key.data()));
        });
}
BENCHMARK(ed25519_verify_beside_libsodium)->UseManualTime();

void ed25519_verify_beside_openssl(benchmark::State& state) {
    const SignedMessage m;
    EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, m.key.data(), m.key.size());
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    compare(
        state, [&] { benchmark::DoNotOptimize(ed25519::verify(m.signature, m.message, m.key)); },
        [&] {
            EVP_MD_CTX_reset(context);
            if (EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key) != 1 ||
                EVP_DigestVerify(context, m.signature.data(), m.signature.size(), m.message.data(), m.message.size()) !=
                    1)
                std::abort();
        });
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
}
BENCHMARK(ed25519_verify_beside_openssl)->UseManualTime();

/// "ratio": per signature, beside single verification.
void ed25519_verify_batch(benchmark::State& state) {
    const std::vector<SignedMessage> messages(static_cast<size_t>(state.range(0)));
    std::vector<ed25519::BatchItem> batch;
    batch.reserve(messages.size());
    for (const auto& m : messages) batch.push_back({m.signature, m.message, m.key});
    const auto randomness = random_array<32>();
    compare(
        state, [&] { benchmark::DoNotOptimize(ed25519::verify_batch(batch, randomness)); },
        [&] {
            for (const auto& m : messages) benchmark::DoNotOptimize(ed25519::verify(m.signature, m.message, m.key));
        });
    state.counters["us_per_signature"] =
        state.counters["peer_us"] * state.counters["ratio"] / static_cast<double>(batch.size());
}
BENCHMARK(ed25519_verify_batch)->Arg(2)->Arg(8)->Arg(64)->Arg(256)->Arg(1024)->UseManualTime();

void ed25519_sign(benchmark::State& state) {
    const SignedMessage m;
    for (auto _ : state) benchmark::DoNotOptimize(ed25519::sign(m.seed, m.message));
}
BENCHMARK(ed25519_sign);

void ecdsa_sign(benchmark::State& state) {
    const ecdsa::Seed seed(random_array<32>());
    const Hash256 hash{random_array<32>()};
    for (auto _ : state) benchmark::DoNotOptimize(ecdsa::sign_prehashed(seed, hash));
}
BENCHMARK(ecdsa_sign);

void ecdsa_recover(benchmark::State& state) {
    const Hash256 hash{random_array<32>()};
    const auto signature = *ecdsa::sign_prehashed(ecdsa::Seed(random_array<32>()), hash);
    for (auto _ : state) benchmark::DoNotOptimize(ecdsa::recover(signature, hash));
}
BENCHMARK(ecdsa_recover);

}  // namespace
}  // namespace serinus::crypto::edwards25519
