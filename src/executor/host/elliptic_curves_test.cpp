#include "base/hex.hpp"
#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

class EllipticCurveFunctions : public HostTest {
  protected:
    static constexpr std::string_view kPrefix = "ext_host_calls_";

    /// nullopt: it trapped.
    std::optional<uint32_t> curve(std::string_view name, std::initializer_list<wasm::Raw> arguments) {
        const auto* entry = find_elliptic_curve_function(std::string(kPrefix) + std::string(name) + "_version_1");
        EXPECT_NE(entry, nullptr) << name;
        EXPECT_EQ(entry->wrapped.signature.count, arguments.size());
        wasm::Raw slots[Signature::kMaxParams + 1] = {};
        std::copy(arguments.begin(), arguments.end(), slots);
        instance.failure.reset();
        if (!entry->wrapped.function(instance, nullptr, slots)) return std::nullopt;
        return static_cast<uint32_t>(slots[0]);
    }

    wasm::Raw put_hex(std::string_view hex) { return put(*from_hex(hex)); }
    wasm::Raw room(size_t size) { return put(Bytes(size, 0xee)); }
};

const std::string kNone(16, '0');
const std::string kOne = "0100000000000000";
const std::string kPallasGenerator =
    "00000000ed302d991bf94c09fc98462200000000000000000000000000000040"
    "0200000000000000000000000000000000000000000000000000000000000000"
    "00";
const std::string kThree = "0300000000000000";

// RFC-163: only code of parachains has them, in sessions with a parameter.
TEST_F(EllipticCurveFunctions, AreTwelveAndNoneOfARuntimes) {
    EXPECT_EQ(elliptic_curve_functions().size(), 12u);
    for (const auto& entry : elliptic_curve_functions()) {
        EXPECT_EQ(find_host_function(entry.name), nullptr) << entry.name;
        EXPECT_EQ(find_elliptic_curve_function(entry.name), &entry);
        EXPECT_EQ(entry.wrapped.signature.result, wasm::ValueType::kI32);
    }
    EXPECT_EQ(find_elliptic_curve_function("ext_host_calls_bls12_377_msm_g1_version_1"), nullptr);
}

TEST_F(EllipticCurveFunctions, WriteWhatTheyFind) {
    const wasm::Raw base = put_hex(kPallasGenerator), three = put_hex(kOne + kThree);
    const wasm::Raw bases = put_hex(kOne + kPallasGenerator), scalars = put_hex(kOne + kThree + std::string(48, '0'));
    const wasm::Raw product = room(65), sum = room(70);
    EXPECT_EQ(curve("pallas_mul", {base, three, product}), 0u);
    EXPECT_EQ(curve("pallas_msm", {bases, scalars, sum}), 0u);
    EXPECT_EQ(to_hex(bytes_of(sum)), to_hex(bytes_of(product)) + std::string(10, '0'));
}

TEST_F(EllipticCurveFunctions, ReturnACodeAndZeros) {
    const wasm::Raw none = put_hex(kNone), one = put_hex(kOne), out = room(65);
    EXPECT_EQ(curve("pallas_msm", {one, none, out}), 2u);
    EXPECT_EQ(to_hex(bytes_of(out)), std::string(130, '0'));
    const wasm::Raw small = room(64);
    EXPECT_EQ(curve("pallas_msm", {none, none, small}), 1u);
    EXPECT_EQ(to_hex(bytes_of(small)), std::string(128, '0'));
    const wasm::Raw target = put(Bytes(576));
    EXPECT_EQ(curve("bls12_381_final_exponentiation", {target}), 255u);
}

// Observed: sc-executor-wasmtime 0.47.0: a host function that panics traps.
TEST_F(EllipticCurveFunctions, TrapOnPairsThatAreNone) {
    const wasm::Raw none = put_hex(kNone), one = put_hex(kOne + "40" + std::string(190, '0')), out = room(576);
    EXPECT_EQ(curve("bls12_381_multi_miller_loop", {one, none, out}), std::nullopt);
    EXPECT_EQ(curve("bls12_381_multi_miller_loop", {none, none, out}), 0u);
}

TEST_F(EllipticCurveFunctions, TrapOutsideTheMemory) {
    const wasm::Raw none = put_hex(kNone), out = room(65), outside = pack(wasm::kPageBytes - 8, 9);
    EXPECT_EQ(curve("pallas_msm", {outside, none, out}), std::nullopt);
    EXPECT_EQ(curve("pallas_msm", {none, outside, out}), std::nullopt);
    EXPECT_EQ(curve("pallas_msm", {none, none, outside}), std::nullopt);
}

}  // namespace
}  // namespace serinus::executor::host
