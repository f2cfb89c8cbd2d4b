// The functions of RFC-163, by their kinds. Beside it: the same in arkworks 0.6.0, docs/parachains.md.
#include <benchmark/benchmark.h>

#include <vector>

#include "crypto/ecc/multi_scalar.hpp"
#include "crypto/ecc/rfc163.hpp"

namespace serinus::crypto::ecc {
namespace {

constexpr Integer<4> kWide = {0x123456789abcdef1, 0xfedcba9876543211, 0x0f1e2d3c4b5a6978, 0x1122334455667788};

G1Affine g1() {
    return {Fp::from_hex(
                "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
            Fp::from_hex(
                "8b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1")};
}
G2Affine g2() {
    return {{Fp::from_hex(
                 "24aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
             Fp::from_hex(
                 "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")},
            {Fp::from_hex(
                 "ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
             Fp::from_hex(
                 "606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be")}};
}
EdwardsAffine bandersnatch() {
    return {BandersnatchBase::from_hex("29c132cc2c0b34c5743711777bbe42f32b79c022ad998465e1e71866a252ae18"),
            BandersnatchBase::from_hex("2a6c669eda123e0f157d8b50badcd586358cad81eee464605e3167b6cc974166")};
}
Pallas::Affine pallas() { return {-PallasBase::one(), PallasBase::from_small(2)}; }

template <class Curve, auto Base>
void mul(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(scalar_mul<Curve>(Base(), kWide));
}

template <class Curve, auto Base>
void msm(benchmark::State& state) {
    using Scalar = typename Curve::Scalar;
    std::vector<typename Curve::Affine> bases;
    std::vector<Scalar> scalars;
    Scalar scalar = Scalar::from_small(0x123456789abcdef1);
    for (int64_t i = 0; i < state.range(0); ++i) {
        const std::array<uint64_t, 1> factor = {static_cast<uint64_t>(i) * 0x9e3779b97f4a7c15 + 1};
        const auto point = scalar_mul<Curve>(Base(), factor);
        if constexpr (std::is_same_v<Curve, Bandersnatch>) bases.push_back(*to_affine(point));
        if constexpr (!std::is_same_v<Curve, Bandersnatch>) bases.push_back(to_affine(point));
        scalars.push_back(scalar);
        scalar = scalar * scalar + Scalar::one();
    }
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(multi_scalar_mul<Curve>(bases, scalars));
}

void miller(benchmark::State& state) {
    const std::vector<G1Affine> first(static_cast<size_t>(state.range(0)), g1());
    const std::vector<G2Affine> second(static_cast<size_t>(state.range(0)), g2());
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(multi_miller_loop(first, second));
}

void final_exponentiation_of_one(benchmark::State& state) {
    const G1Affine p = g1();
    const G2Affine q = g2();
    const Fp12 f = multi_miller_loop({&p, 1}, {&q, 1});
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(final_exponentiation(f));
}

BENCHMARK(mul<Bls12381G1, g1>);
BENCHMARK(mul<Bls12381G2, g2>);
BENCHMARK(mul<Bandersnatch, bandersnatch>);
BENCHMARK(mul<Pallas, pallas>);
BENCHMARK(msm<Bls12381G1, g1>)->Arg(10)->Arg(100);
BENCHMARK(msm<Bls12381G2, g2>)->Arg(10)->Arg(100);
BENCHMARK(msm<Bandersnatch, bandersnatch>)->Arg(10)->Arg(100);
BENCHMARK(msm<Pallas, pallas>)->Arg(10)->Arg(100);
BENCHMARK(miller)->Arg(1)->Arg(4);
BENCHMARK(final_exponentiation_of_one);

}  // namespace
}  // namespace serinus::crypto::ecc
