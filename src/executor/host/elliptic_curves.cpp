/// `ext_host_calls_*`: the curves of RFC-163.
/// Observed: sp-crypto-ec-utils 0.24.0
#include "crypto/ecc/rfc163.hpp"
#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

namespace ecc = crypto::ecc;

HostResult<uint32_t> code_of(ecc::EccResult result) {
    if (result == ecc::EccResult::kPanic) return Err("a list of points has another length than its partner");
    return static_cast<uint32_t>(result);
}

template <auto Function>
HostResult<uint32_t> with_output(HostCall&, BytesView first, BytesView second, MutableBytesView out) {
    return code_of(Function(first, second, out));
}

HostResult<uint32_t> final_exponentiation(HostCall&, MutableBytesView in_out) {
    return code_of(ecc::encoded_final_exponentiation(in_out));
}

template <class Curve>
constexpr Wrapped kMsm = wrap<&with_output<&ecc::encoded_msm<Curve>>>;
template <class Curve>
constexpr Wrapped kMul = wrap<&with_output<&ecc::encoded_mul<Curve>>>;

constexpr HostFunctionEntry kEllipticCurveFunctions[] = {
    {"ext_host_calls_bls12_381_multi_miller_loop_version_1", wrap<&with_output<&ecc::encoded_multi_miller_loop>>},
    {"ext_host_calls_bls12_381_final_exponentiation_version_1", wrap<&final_exponentiation>},
    {"ext_host_calls_bls12_381_msm_g1_version_1", kMsm<ecc::Bls12381G1>},
    {"ext_host_calls_bls12_381_msm_g2_version_1", kMsm<ecc::Bls12381G2>},
    {"ext_host_calls_bls12_381_mul_g1_version_1", kMul<ecc::Bls12381G1>},
    {"ext_host_calls_bls12_381_mul_g2_version_1", kMul<ecc::Bls12381G2>},
    {"ext_host_calls_ed_on_bls12_381_bandersnatch_msm_version_1", kMsm<ecc::Bandersnatch>},
    {"ext_host_calls_ed_on_bls12_381_bandersnatch_mul_version_1", kMul<ecc::Bandersnatch>},
    {"ext_host_calls_pallas_msm_version_1", kMsm<ecc::Pallas>},
    {"ext_host_calls_pallas_mul_version_1", kMul<ecc::Pallas>},
    {"ext_host_calls_vesta_msm_version_1", kMsm<ecc::Vesta>},
    {"ext_host_calls_vesta_mul_version_1", kMul<ecc::Vesta>},
};

}  // namespace

std::span<const HostFunctionEntry> elliptic_curve_functions() { return kEllipticCurveFunctions; }

const HostFunctionEntry* find_elliptic_curve_function(std::string_view name) {
    for (const HostFunctionEntry& entry : kEllipticCurveFunctions) {
        if (entry.name == name) return &entry;
    }
    return nullptr;
}

}  // namespace serinus::executor::host
