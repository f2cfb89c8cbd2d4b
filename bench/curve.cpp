// Curve arithmetic beside libsodium.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <random>

#include "crypto/edwards25519/multiply.hpp"
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

void field_multiply(benchmark::State& state) {
    FieldElement a = field_from_bytes(random_array<32>());
    const FieldElement b = field_from_bytes(random_array<32>());
    for (auto _ : state) {
        for (int i = 0; i < 100; ++i) a = a * b;
        benchmark::DoNotOptimize(a);
    }
    state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(field_multiply);

void field_square(benchmark::State& state) {
    FieldElement a = field_from_bytes(random_array<32>());
    for (auto _ : state) {
        a = square_times(a, 100);
        benchmark::DoNotOptimize(a);
    }
    state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(field_square);

void point_double(benchmark::State& state) {
    Point p = Point::base();
    for (auto _ : state) {
        p = p.doubled();
        benchmark::DoNotOptimize(p);
    }
}
BENCHMARK(point_double);

void double_scalar_multiplication(benchmark::State& state) {
    const Scalar a = random_scalar(), b = random_scalar();
    const Point A = scalar_mul_base(random_scalar());
    for (auto _ : state) benchmark::DoNotOptimize(double_scalar_mul_base(a, A, b));
}
BENCHMARK(double_scalar_multiplication);

void schnorr_equation(benchmark::State& state) {
    const Scalar s = random_scalar(), k = random_scalar();
    const Point A = scalar_mul_base(random_scalar()), R = scalar_mul_base(random_scalar());
    for (auto _ : state) benchmark::DoNotOptimize(schnorr_equation_holds(s, k, A, R));
}
BENCHMARK(schnorr_equation);

void short_ratio_of_scalar(benchmark::State& state) {
    const Scalar k = random_scalar();
    for (auto _ : state) benchmark::DoNotOptimize(short_ratio(k));
}
BENCHMARK(short_ratio_of_scalar);

void ristretto_decoding(benchmark::State& state) {
    const auto bytes = ristretto_encode(scalar_mul_base(random_scalar()));
    for (auto _ : state) benchmark::DoNotOptimize(ristretto_decode(bytes));
}
BENCHMARK(ristretto_decoding);

void ristretto_encoding(benchmark::State& state) {
    const Point p = scalar_mul_base(random_scalar());
    for (auto _ : state) benchmark::DoNotOptimize(ristretto_encode(p));
}
BENCHMARK(ristretto_encoding);

}  // namespace
}  // namespace serinus::crypto::edwards25519
