#include "tests/pvf/curve_modules.hpp"

#include "base/hex.hpp"
#include "pvf/module_under_test.hpp"

namespace serinus::test {
namespace {

// Generators in their encodings; each scalar or integer is of 32 bytes.
constexpr std::string_view kG1 =
    "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
    "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1";
constexpr std::string_view kG2 =
    "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
    "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"
    "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801";
constexpr std::string_view kBandersnatch =
    "18ae52a26618e7e1658499ad22c0792bf342be7b77113774c5340b2ccc32c129"
    "664197ccb667315e6064e4ee81ad8c3586d5ad0bb58b7d150f3e12da9e666c2a";
constexpr std::string_view kPasta =  // but for x, which is -1
    "0200000000000000000000000000000000000000000000000000000000000000"
    "00";
constexpr std::string_view kPallasX = "00000000ed302d991bf94c09fc98462200000000000000000000000000000040";
constexpr std::string_view kVestaX = "0000000021eb468cdda89409fc98462200000000000000000000000000000040";
constexpr std::string_view kScalar = "efcdab8967452301fedcba98765432100123456789abcdefdeadbeef0badf00d";
constexpr std::string_view kOther = "1122334455667788990011223344556677889900112233445566778899001100";
constexpr std::string_view kNoElements = "0000000000000000", kOneElement = "0100000000000000",
                           kTwoElements = "0200000000000000", kFourDigits = "0400000000000000";

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out += part;
    return out;
}

std::string data_at(uint32_t at, std::string_view hex) {
    std::string out = "(data (i32.const " + std::to_string(at) + ") \"";
    for (size_t i = 0; i < hex.size(); i += 2) out += "\\" + std::string(hex.substr(i, 2));
    return out + "\")";
}

std::string packed(uint32_t at, size_t size) { return "(i64.const " + std::to_string(at | uint64_t{size} << 32) + ")"; }

/// The head of the result begins with its length (compact, two bytes); then come the code and the output.
constexpr uint32_t kCodeAt = 2, kOutAt = 6, kFirstAt = 4096, kSecondAt = 8192;

std::string import_of(std::string_view function, size_t views) {
    std::string type = "(param";
    for (size_t i = 0; i < views; ++i) type += " i64";
    return "(import \"env\" \"ext_host_calls_" + std::string(function) + "_version_1\" (func $f " + type +
           ") (result i32)))";
}

Bytes code_that_calls(std::string_view function, const std::vector<std::string>& arguments, std::string_view output) {
    const size_t out_size = output.size() / 2, head = 4 + std::max<size_t>(out_size, 64);
    std::string call, data = data_at(kOutAt, output);
    for (size_t i = 0; i < arguments.size(); ++i) {
        const uint32_t at = i == 0 ? kFirstAt : kSecondAt;
        call += packed(at, arguments[i].size() / 2);
        data += data_at(at, arguments[i]);
    }
    const std::string body = "(i32.store16 (i32.const 0) (i32.const " + std::to_string(head << 2 | 1) +
                             ")) (i32.store (i32.const " + std::to_string(kCodeAt) + ") (call $f " + call +
                             packed(kOutAt, out_size) + ")) " + packed(0, kOutAt + head + 64);
    return pvf::parachain_code(body, data, import_of(function, arguments.size() + 1));
}

class CurveModules {
  public:
    std::vector<HostileModule> all() {
        add_curve("bls12_381", "_g1", kG1);
        add_curve("bls12_381", "_g2", kG2);
        add_curve("ed_on_bls12_381_bandersnatch", "", kBandersnatch);
        add_curve("pallas", "", joined({kPallasX, kPasta}));
        add_curve("vesta", "", joined({kVestaX, kPasta}));
        add_pairing();
        add_refused();
        return std::move(all_);
    }

  private:
    void add(std::string name, Bytes code, Expected expected = Expected::kValid) {
        all_.push_back({.name = std::move(name), .code = std::move(code), .expected = expected, .params = kWithCurves});
    }
    void call(const std::string& name, std::string_view function, const std::vector<std::string>& arguments,
              size_t out_size, Expected expected = Expected::kValid) {
        std::string output;
        for (size_t i = 0; i < out_size; ++i) output += "ee";
        add(std::string(function) + ": " + name, code_that_calls(function, arguments, output), expected);
    }

    void add_curve(const std::string& curve, const std::string& group, std::string_view point) {
        const std::string msm = curve + "_msm" + group, mul = curve + "_mul" + group;
        const size_t size = point.size() / 2;
        const std::string integer = joined({kFourDigits, kScalar});
        std::string off(point);
        off[21] = off[21] == '0' ? '1' : '0';
        const std::string bases = joined({kTwoElements, point, point}),
                          scalars = joined({kTwoElements, kOther, kOther});
        call("of a generator", mul, {std::string(point), integer}, size);
        call("of a point off the curve", mul, {off, integer}, size);
        call("by nothing", mul, {std::string(point), std::string(kNoElements)}, size);
        call("of nothing", mul, {"", integer}, size);
        call("of two points", msm, {bases, scalars}, size);
        call("of one point off the curve", msm, {joined({kOneElement, off}), joined({kOneElement, kOther})}, size);
        call("with room behind the output", msm, {bases, scalars}, size + 9);
        call("without room for the output", msm, {bases, scalars}, size - 1);
        call("of nothing", msm, {std::string(kNoElements), std::string(kNoElements)}, size);
        call("of lists of different lengths", msm, {bases, joined({kOneElement, kOther})}, size);
        call("of a list that is cut", msm, {bases.substr(0, bases.size() - 2), scalars}, size);
        call("of bytes behind the list", msm, {bases + "00", scalars + "ff"}, size);
    }

    void add_pairing() {
        const std::string loop = "bls12_381_multi_miller_loop";
        const std::string g1 = joined({kTwoElements, kG1, kG1}), g2 = joined({kTwoElements, kG2, kG2});
        call("of two pairs", loop, {g1, g2}, 576);
        call("of no pairs", loop, {std::string(kNoElements), std::string(kNoElements)}, 576);
        call("without room for the output", loop, {g1, g2}, 575);
        call("of lists of different lengths", loop, {g1, joined({kOneElement, kG2})}, 576, Expected::kInvalid);
        std::string target(1152, '0');
        for (size_t i = 0; i < 1152; i += 96) target[i + 1] = static_cast<char>('1' + i / 96 % 9);
        const std::string exponentiation = "bls12_381_final_exponentiation";
        add(exponentiation + ": of an element", code_that_calls(exponentiation, {}, target));
        add(exponentiation + ": of zero", code_that_calls(exponentiation, {}, std::string(1152, '0')));
        add(exponentiation + ": of what is none", code_that_calls(exponentiation, {}, std::string(1152, 'f')));
        add(exponentiation + ": of an element and more", code_that_calls(exponentiation, {}, target + "abcd"));
    }

    void add_refused() {
        const auto imported = [](std::string_view type, std::string_view call) {
            return pvf::parachain_code(
                "(drop " + std::string(call) + ") (i64.const 0xc00000000)", "",
                "(import \"env\" \"ext_host_calls_pallas_msm_version_1\" (func $f " + std::string(type) + "))");
        };
        const std::string_view type = "(param i64 i64 i64) (result i32)";
        add("a curve's argument outside the memory",
            imported(type, "(call $f (i64.const 0) (i64.const -1) (i64.const 0))"), Expected::kInvalid);
        add("a curve's output outside the memory",
            imported(type, "(call $f (i64.const 0) (i64.const 0) (i64.const 0x800140000))"), Expected::kInvalid);
        add("a curve's function of another type", imported("(param i64) (result i32)", "(call $f (i64.const 0))"),
            Expected::kUnlinked);
        add("a curve that the RFC does not have",
            pvf::parachain_code("(call $f) (i64.const 0xc00000000)", "",
                                "(import \"env\" \"ext_host_calls_bls12_377_msm_g1_version_1\" (func $f))"),
            Expected::kInvalid);
        add("a curve's function in a session without them",
            imported(type, "(call $f (i64.const 0) (i64.const 0) (i64.const 0))"), Expected::kInvalid);
        all_.back().params = {};
    }

    const pvf::ExecutorParams kWithCurves = {pvf::EnabledHostFunction{pvf::OptionalHostFunctions::kEccRfc163}};
    std::vector<HostileModule> all_;
};

}  // namespace

std::vector<HostileModule> curve_modules() { return CurveModules().all(); }

}  // namespace serinus::test
