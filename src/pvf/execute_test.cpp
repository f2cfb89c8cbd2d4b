#include "pvf/execute.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "pvf/module_under_test.hpp"
#include "tests/support/engines.hpp"

namespace serinus::pvf {
namespace {

using Kind = ExecuteError::Kind;

class Executing : public test::EngineTest {
  protected:
    Kind kind_of(BytesView code, const ExecutorLimits& limits = {}, BytesView input = {}) {
        const auto result = run(*engine, code, input, limits);
        EXPECT_FALSE(result.has_value());
        return result ? Kind{} : result.error().kind;
    }
    std::string reason_of(BytesView code) {
        const auto result = run(*engine, code);
        return result ? "" : result.error().reason;
    }
    std::string output_of(BytesView code, BytesView input = {}, const ExecutorLimits& limits = {}) {
        const auto result = run(*engine, code, input, limits);
        return result ? to_hex(result->output) : "error: " + result.error().reason;
    }
};
INSTANTIATE_TEST_SUITE_P(AllEngines, Executing, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

/// Packs what is given as the result of `validate_block`.
std::string packed(std::string_view at, std::string_view size) {
    return "(i64.or (i64.extend_i32_u " + std::string(at) + ") (i64.shl (i64.extend_i32_u " + std::string(size) +
           ") (i64.const 32)))";
}

TEST_P(Executing, GivesTheInputAndTakesTheOutput) {
    EXPECT_EQ(output_of(parachain_code(packed("(local.get $at)", "(local.get $size)")), Bytes{1, 2, 3}), "010203");
    EXPECT_EQ(output_of(parachain_code("(i64.const 0)")), "");
}

TEST_P(Executing, WhatTheReferenceAsksOfAModuleIsAsked) {
    const auto without = [](std::string_view fields) { return test::wat("(module " + std::string(fields) + ")"); };
    const std::string memory = "(memory (export \"memory\") 20) ";
    const std::string heap = "(global (export \"__heap_base\") i32 (i32.const 65536)) ";
    const std::string entry = "(func (export \"validate_block\") (param i32 i32) (result i64) (i64.const 0)) ";
    EXPECT_EQ(output_of(without(memory + heap + entry)), "");
    EXPECT_EQ(kind_of(without(heap + entry)), Kind::kInvalid);
    EXPECT_EQ(kind_of(without("(memory (export \"other\") 20) " + heap + entry)), Kind::kInvalid);
    EXPECT_EQ(kind_of(without(memory + entry)), Kind::kInvalid);
    EXPECT_EQ(kind_of(without(memory + "(global (export \"__heap_base\") i64 (i64.const 65536)) " + entry)),
              Kind::kInvalid);
    EXPECT_EQ(kind_of(without(memory + heap)), Kind::kInvalid);
    EXPECT_EQ(kind_of(without(memory + heap +
                              "(func (export \"validate_block\") (param i32) (result i64) "
                              "(i64.const 0))")),
              Kind::kInvalid);
    EXPECT_EQ(output_of(without("(import \"env\" \"memory\" (memory 20)) " + heap + entry)), "");
}

TEST_P(Executing, AnInstanceThatCannotBeMadeIsNoVerdictYet) {
    const std::string_view nothing = "(i64.const 0)";
    EXPECT_EQ(kind_of(parachain_code(nothing, "(data (i32.const 1310719) \"ab\")")), Kind::kConstruction);
    EXPECT_EQ(kind_of(parachain_code(nothing, "(table 1 funcref) (elem (i32.const 1) $f) (func $f)")),
              Kind::kConstruction);
    EXPECT_EQ(kind_of(parachain_code(nothing, "(func $s (unreachable)) (start $s)")), Kind::kConstruction);
    EXPECT_EQ(kind_of(parachain_code(nothing, "", R"((import "other" "f" (func)))")), Kind::kConstruction);
    EXPECT_EQ(kind_of(parachain_code(nothing), {.max_memory_pages = 19}), Kind::kConstruction);
}

TEST_P(Executing, TrapsAreInvalid) {
    EXPECT_EQ(kind_of(parachain_code("(unreachable)")), Kind::kInvalid);
    EXPECT_EQ(kind_of(parachain_code("(i64.div_s (i64.const 1) (i64.const 0))")), Kind::kInvalid);
    EXPECT_EQ(kind_of(parachain_code("(i64.load (i32.const -1))")), Kind::kInvalid);
    EXPECT_EQ(kind_of(parachain_code(packed("(i32.const 1310719)", "(i32.const 2)"))), Kind::kInvalid);
    EXPECT_EQ(kind_of(parachain_code(packed("(i32.const -1)", "(i32.const -1)"))), Kind::kInvalid);
    EXPECT_EQ(kind_of(parachain_code("(call $f)", "", R"((import "env" "f" (func $f (result i64))))")), Kind::kInvalid);
    EXPECT_EQ(
        kind_of(parachain_code("(call $f (i64.const 0))", "",
                               R"((import "env" "ext_storage_get_version_1" (func $f (param i64) (result i64))))")),
        Kind::kInvalid);
}

TEST_P(Executing, ImportsThatAreMissingAreNotMissedUntilTheyAreCalled) {
    EXPECT_EQ(output_of(parachain_code("(i64.const 0)", "", R"((import "env" "f" (func (result i64))))")), "");
}

// RFC-163: the functions are there in sessions that enable them; in others they are missing imports. tests/pvf/ has
// more.
TEST_P(Executing, EllipticCurvesAreThereIfTheSessionHasThem) {
    constexpr auto kImport = R"((import "env" "ext_host_calls_pallas_msm_version_1"
                                  (func $f (param i64 i64 i64) (result i32))))";
    // Of no points: the identity, code 0.
    const Bytes code = parachain_code(
        "(i32.store (i32.const 100) (call $f (i64.const 0x800000000) (i64.const 0x800000000) (i64.const "
        "0x4100000068))) (i64.const 0x4500000064)",
        "", kImport);
    EXPECT_EQ(kind_of(code), Kind::kInvalid);
    EXPECT_EQ(output_of(code, {}, {.has_ecc = true}), std::string(136, '0') + "40");
    const Bytes another_type = parachain_code("(call $f) (i64.const 0)", "",
                                              R"((import "env" "ext_host_calls_pallas_msm_version_1" (func $f)))");
    EXPECT_EQ(kind_of(another_type), Kind::kInvalid);
    EXPECT_EQ(kind_of(another_type, {.has_ecc = true}), Kind::kConstruction);
}

TEST_P(Executing, HostFunctionsAnswer) {
    const Bytes code = parachain_code(packed("(call $twox (i64.const 0))", "(i32.const 8)"), "",
                                      R"((import "env" "ext_hashing_twox_64_version_1"
                                          (func $twox (param i64) (result i32))))");
    EXPECT_EQ(output_of(code), "99e9d85137db46ef") << "XXH64 of nothing";
    // Observed: the workers of polkadot 1.25.1 log errors, and code can see it.
    const Bytes level =
        parachain_code("(i64.store (i32.const 0) (i64.extend_i32_u (call $level))) (i64.const 0x100000000)", "",
                       R"((import "env" "ext_logging_max_level_version_1"
                                               (func $level (result i32))))");
    EXPECT_EQ(output_of(level), "01");
}

TEST_P(Executing, MemoryGrowsToTheLimitOfTheSession) {
    const Bytes code = parachain_code(
        "(i32.store (i32.const 0) (memory.grow (i32.const 80))) (i32.store (i32.const 4) (memory.grow (i32.const 1)))"
        "(i64.const 0x800000000)");
    EXPECT_EQ(output_of(code, {}, {.max_memory_pages = 100}), "14000000ffffffff");
    EXPECT_EQ(output_of(code, {}, {.max_memory_pages = 101}), "1400000064000000");
}

TEST_P(Executing, TheStackIsThatOfTheReference) {
    // 1 local would cost 1; the parameter none; 2, and one operand besides: 4 with the add's two.
    const Bytes code = parachain_code(
        "(drop (call $deep (i32.const 16000))) (i64.const 0)",
        "(func $deep (param i32) (result i32) (if (result i32) (local.get 0) (then (i32.add (i32.const 1)"
        " (call $deep (i32.sub (local.get 0) (i32.const 1))))) (else (i32.const 0))))");
    EXPECT_EQ(kind_of(code, {.max_stack_units = 20'000}), Kind::kInvalid);
    EXPECT_EQ(output_of(code, {}, {.max_stack_units = 131'072}), "");
}

TEST_P(Executing, TheInputMustFitIntoTheMemory) {
    EXPECT_EQ(kind_of(parachain_code("(i64.const 0)"), {.max_memory_pages = 20}, Bytes(21 * 65'536)), Kind::kInvalid);
    EXPECT_EQ(output_of(parachain_code("(i64.const 0)"), Bytes(21 * 65'536)), "");
}

TEST_P(Executing, WhatAPanicSaidIsTheReason) {
    const Bytes code =
        parachain_code("(call $log (i32.const 0) (i64.const 0x700000000) (i64.const 0x500000008)) (unreachable)",
                       "(data (i32.const 0) \"runtime\\00panic\")",
                       R"((import "env" "ext_logging_log_version_1" (func $log (param i32 i64 i64))))");
    EXPECT_EQ(reason_of(code).substr(0, 5), "panic");
}

TEST_P(Executing, AStopInterrupts) {
    const Bytes file =
        prepare(parachain_code("(loop $again (br $again)) (i64.const 0)"), *engine, {.interruptible = true}).value();
    const auto memory = platform::MemoryFile::sealed("test", file).value();
    const auto program = load(*engine, memory.descriptor(), {}, true).value();
    std::stop_source stop;
    stop.request_stop();
    const auto result = execute(*engine, program, {}, {}, stop.get_token());
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, Kind::kInterrupted);
}

}  // namespace
}  // namespace serinus::pvf
