/// The prime fields of the curves of RFC-163.
#pragma once

#include "crypto/ecc/prime_field.hpp"

namespace serinus::crypto::ecc {

struct Bls12381BaseParams {
    static constexpr auto kModulus = integer_from_hex<6>(
        "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");
};
struct Bls12381ScalarParams {
    static constexpr auto kModulus =
        integer_from_hex<4>("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");
};
struct BandersnatchScalarParams {
    static constexpr auto kModulus =
        integer_from_hex<4>("1cfb69d4ca675f520cce760202687600ff8f87007419047174fd06b52876e7e1");
};
struct PallasBaseParams {
    static constexpr auto kModulus =
        integer_from_hex<4>("40000000000000000000000000000000224698fc094cf91b992d30ed00000001");
};
struct VestaBaseParams {
    static constexpr auto kModulus =
        integer_from_hex<4>("40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001");
};

extern template class PrimeField<Bls12381BaseParams>;
extern template class PrimeField<Bls12381ScalarParams>;
extern template class PrimeField<BandersnatchScalarParams>;
extern template class PrimeField<PallasBaseParams>;
extern template class PrimeField<VestaBaseParams>;

using Bls12381Base = PrimeField<Bls12381BaseParams>;
using Bls12381Scalar = PrimeField<Bls12381ScalarParams>;
using BandersnatchBase = Bls12381Scalar;
using BandersnatchScalar = PrimeField<BandersnatchScalarParams>;
using PallasBase = PrimeField<PallasBaseParams>;
using VestaBase = PrimeField<VestaBaseParams>;
using PallasScalar = VestaBase;
using VestaScalar = PallasBase;

}  // namespace serinus::crypto::ecc
