#include "pvf/prepare.hpp"

#include <gtest/gtest.h>

#include "executor/runtime_code.hpp"
#include "pvf/module_under_test.hpp"

namespace serinus::pvf {
namespace {

class Preparing : public testing::Test {
  protected:
    PrepareFault fault_of(BytesView code, const PrepareOptions& options = {}) {
        const auto result = prepare(code, *engine_, options);
        EXPECT_FALSE(result.has_value());
        return result ? PrepareFault{} : result.error().fault;
    }
    std::optional<PrepareFault> import_fault_of(std::string_view imports, const ExecutorLimits& limits = {}) {
        const auto module = module_of_code(test::wat("(module " + std::string(imports) + ")"), 1000).value();
        const auto result = check_imports(*module, limits);
        return result ? std::nullopt : std::optional(result.error().fault);
    }
    std::unique_ptr<wasm::Engine> engine_ = wasm::make_engine();
};

TEST_F(Preparing, TakesPlainAndCompressedCode) {
    const Bytes code = parachain_code("(i64.const 0)");
    const auto plain = prepare(code, *engine_, {});
    ASSERT_TRUE(plain.has_value()) << plain.error().reason;
    EXPECT_EQ(prepare(executor::compress_code(code), *engine_, {}).value(), *plain);
}

TEST_F(Preparing, SaysWhatIsWrongWithTheCode) {
    using enum PrepareFault;
    EXPECT_EQ(fault_of(Bytes{}), kInvalid);
    EXPECT_EQ(fault_of(Bytes{1, 2, 3}), kInvalid);
    EXPECT_EQ(fault_of(test::wat("(module (func (result i32)))")), kInvalid);
    Bytes damaged = executor::compress_code(parachain_code("(i64.const 0)"));
    damaged.resize(damaged.size() - 5);
    EXPECT_EQ(fault_of(damaged), kCompression);
}

// Observed: sp-maybe-compressed-blob 11.1.0: the limit is on what was compressed; code that is not compressed has none.
TEST_F(Preparing, LimitsWhatCompressedCodeMayBecome) {
    const Bytes code = parachain_code("(i64.const 0)");
    const auto limit = static_cast<uint32_t>(code.size());
    EXPECT_TRUE(prepare(executor::compress_code(code), *engine_, {.bomb_limit = limit}).has_value());
    EXPECT_EQ(fault_of(executor::compress_code(code), {.bomb_limit = limit - 1}), PrepareFault::kCompression);
    EXPECT_TRUE(prepare(code, *engine_, {.bomb_limit = 0}).has_value());
}

// Observed: `prepare_imports` of sc-executor-wasmtime 0.47.0, with missing functions allowed.
TEST_F(Preparing, AllowsMissingFunctionsOfEnvAndNothingElse) {
    using enum PrepareFault;
    EXPECT_EQ(import_fault_of(R"((import "env" "ext_nobody_knows" (func (param f32))))"), std::nullopt);
    EXPECT_EQ(import_fault_of(R"((import "env" "memory" (memory 1)))"), std::nullopt);
    EXPECT_EQ(import_fault_of(R"((import "other" "memory" (memory 1)))"), std::nullopt);
    EXPECT_EQ(import_fault_of(R"((import "other" "f" (func)))"), kConstruction);
    EXPECT_EQ(import_fault_of(R"((import "env" "t" (table 1 funcref)))"), kConstruction);
    EXPECT_EQ(import_fault_of(R"((import "env" "g" (global i32)) (global (mut i32) (i32.const 0)))"), kConstruction);
    EXPECT_EQ(import_fault_of(R"((import "env" "ext_hashing_twox_64_version_1" (func (param i64) (result i32))))"),
              std::nullopt);
    EXPECT_EQ(import_fault_of(R"((import "env" "ext_hashing_twox_64_version_1" (func (param i64) (result i64))))"),
              kConstruction);
}

// Observed: wasm-instrument 0.4.0: the global that the reference's limiter writes into by mistake: the last own one
// behind one imported.
TEST_F(Preparing, AnImportedGlobalIsBorneByChanceAlone) {
    const auto is_taken = [&](std::string_view fields) {
        return module_of_code(test::wat("(module " + std::string(fields) + ")"), 0).has_value();
    };
    const std::string import = R"((import "env" "g" (global i32)))";
    EXPECT_FALSE(is_taken(import));
    EXPECT_FALSE(is_taken(import + "(global i32 (i32.const 0))"));
    EXPECT_FALSE(is_taken(import + "(global (mut i64) (i64.const 0))"));
    EXPECT_TRUE(is_taken(import + "(global (mut i32) (i32.const 0))"));
}

// Observed: the reference's tool, wasm-instrument 0.4.0, does not know them.
TEST_F(Preparing, SignExtensionIsRefused) {
    EXPECT_EQ(fault_of(parachain_code("(i64.extend8_s (i64.const 1))")), PrepareFault::kInvalid);
    EXPECT_TRUE(prepare(parachain_code("(i64.extend_i32_s (i32.const 1))"), *engine_, {}).has_value());
}

// A function that is not offered may have any type: nobody looks.
TEST_F(Preparing, OffersNoStorageNoClockNoRandomness) {
    for (const auto* name :
         {"ext_storage_get_version_1", "ext_default_child_storage_get_version_1", "ext_offchain_timestamp_version_1",
          "ext_offchain_random_seed_version_1", "ext_wasm_tracing_enabled_version_1",
          "ext_panic_handler_abort_on_panic_version_1", "ext_transaction_index_index_version_1",
          "ext_storage_proof_size_storage_proof_size_version_1"}) {
        const std::string import = "(import \"env\" \"" + std::string(name) + "\" (func (param f32 f32) (result f64)))";
        EXPECT_EQ(import_fault_of(import), std::nullopt) << name;
    }
}

TEST_F(Preparing, AnImportedMemoryTakesTheNameOfAnExport) {
    EXPECT_EQ(fault_of(test::wat(R"((module (import "env" "memory" (memory 1)) (export "memory" (memory 0))))")),
              PrepareFault::kInvalid);
    EXPECT_TRUE(
        prepare(test::wat(R"((module (import "env" "other" (memory 1)) (export "memory" (memory 0))))"), *engine_, {})
            .has_value());
}

}  // namespace
}  // namespace serinus::pvf
