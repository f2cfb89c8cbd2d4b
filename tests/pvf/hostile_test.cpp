// More than fifty modules of enemies: the verdict of each, that none takes more time than it may, and that nothing of
// them is left.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "codec/scale.hpp"
#include "platform/files.hpp"
#include "pvf/module_under_test.hpp"
#include "tests/pvf/hostile_modules.hpp"
#include "tests/pvf/workers.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::test {
namespace {

using pvf::Attempt;
using pvf::Invalid;
using pvf::InvalidReason;
using pvf::Valid;

Expected verdict_of(const Attempt& attempt) {
    if (std::holds_alternative<Valid>(attempt)) return Expected::kValid;
    const auto* invalid = std::get_if<Invalid>(&attempt);
    return invalid && invalid->reason == InvalidReason::kTimedOut ? Expected::kTimedOut : Expected::kInvalid;
}

pvf::CandidateInput input_of(const HostileModule& module) {
    pvf::CandidateInput input;
    input.block_data = module.block_data;
    return input;
}

class HostileCode : public testing::Test {
  protected:
    void SetUp() override {
        if (!has_whole_cage()) GTEST_SKIP() << kNoCage;
    }
    Expected run(const HostileModule& module) {
        const pvf::ExecutorLimits limits = pvf::limits_of(module.params);
        const auto prepared = workers_.prepare(module.code, 20u << 20, limits, true);
        if (!prepared) {
            reason_ = prepared.error().reason;
            using enum pvf::PrepareFault;
            if (prepared.error().fault == kConstruction) return Expected::kUnlinked;
            EXPECT_TRUE(pvf::is_deterministic(prepared.error().fault)) << module.name << ": " << reason_;
            return Expected::kRefused;
        }
        const auto executed = workers_.execute(prepared->file, input_of(module), limits, module.timeout_ms);
        reason_ = pvf::to_string(pvf::Retries::verdict_of(executed.attempt));
        constexpr uint64_t kMs = 1'000'000;
        EXPECT_LE(executed.figures.cpu_ns, (module.timeout_ms + 100) * kMs) << module.name;
        const auto* doubt = std::get_if<pvf::Doubt>(&executed.attempt);
        EXPECT_FALSE(doubt && doubt->kind != pvf::Doubt::Kind::kConstruction) << module.name << ": " << reason_;
        return verdict_of(executed.attempt);
    }
    pvf::Workers workers_{worker_in_mode("worker")};
    std::string reason_;
};

TEST_F(HostileCode, GetsTheVerdictThatItDeserves) {
    EXPECT_GE(hostile_modules().size(), 50u);
    for (const HostileModule& module : hostile_modules()) {
        EXPECT_STREQ(to_string(run(module)), to_string(module.expected)) << module.name << ": " << reason_;
    }
}

TEST_F(HostileCode, LeavesNoProcessAndNoFile) {
    const std::string folder = platform::create_temporary_directory("serinus-hostile-").value();
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder);
    {
        pvf::Workers workers(worker_in_mode("worker"));
        for (const HostileModule& module : hostile_modules()) {
            if (module.expected != Expected::kTimedOut) continue;
            const pvf::ExecutorLimits limits = pvf::limits_of(module.params);
            const auto prepared = workers.prepare(module.code, 20u << 20, limits, true);
            ASSERT_TRUE(prepared.has_value()) << module.name;
            // Left while it runs.
            ASSERT_TRUE(workers.start_executing(prepared->file, {}, limits, 60'000).has_value());
        }
        EXPECT_GT(worker_processes().size(), 5u);
    }
    for (int tries = 0; tries < 500 && !worker_processes().empty(); ++tries) ::usleep(10'000);
    EXPECT_TRUE(worker_processes().empty());
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::current_path(before);
    std::filesystem::remove_all(folder);
}

// In this process, by both engines: the verdict must not depend on the way.
TEST(HostileCodeByBothEngines, GetsOneVerdictAndOneResult) {
    const auto jit = wasm::make_jit();
    if (jit == nullptr) GTEST_SKIP() << "no compiler on this processor";
    const auto interpreter = wasm::make_interpreter();
    const auto result_of = [](wasm::Engine& engine, const HostileModule& module) -> std::string {
        const pvf::ExecutorLimits limits = pvf::limits_of(module.params);
        const auto file = pvf::prepare(module.code, engine, {.precheck = limits});
        if (!file) return "refused: " + file.error().reason;
        const auto input = pvf::encode_input(input_of(module));
        if (!input) return "no input";
        const auto memory = platform::MemoryFile::sealed("test", *file).value();
        const auto program = pvf::load(engine, memory.descriptor(), limits).value();
        const auto executed = pvf::execute(engine, program, limits, *input);
        // Compiled code has no names of functions for what stands behind the first line.
        if (!executed) return "failed: " + executed.error().reason.substr(0, executed.error().reason.find('\n'));
        return std::string(as_text(executed->output));
    };
    for (const HostileModule& module : hostile_modules()) {
        if (module.expected == Expected::kTimedOut) continue;
        EXPECT_EQ(result_of(*interpreter, module), result_of(*jit, module)) << module.name;
    }
}

// One bit of a proof is flipped: both engines come to the same result.
TEST(DamagedProof, IsInvalidOrOneAndTheSameToBothEngines) {
    const auto spec = shared_data("genesis/asset-hub-kusama-local-1000000.json");
    const auto block = shared_data("parachain/asset-hub-first-block.json");
    if (!spec || !block) GTEST_SKIP() << kNoSharedData;
    const auto jit = wasm::make_jit();
    if (jit == nullptr) GTEST_SKIP() << "no compiler on this processor";
    const auto interpreter = wasm::make_interpreter();
    const Bytes code = Json::read(*spec)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
    const Bytes input = Json::read(*block)["candidate"]["validationParams"].hex();
    const auto compiled = pvf::program_of(*jit, code);
    const auto interpreted = pvf::program_of(*interpreter, code);
    const auto run = [&](wasm::Engine& engine, const std::shared_ptr<const wasm::Program>& program, BytesView with) {
        const auto executed = pvf::execute(engine, program, {}, with);
        if (executed) return "output " + std::string(as_text(executed->output));
        return "invalid: " + executed.error().reason.substr(0, executed.error().reason.find('\n'));
    };
    const std::string whole = run(*jit, compiled, input);
    ASSERT_TRUE(whole.starts_with("output "));
    std::mt19937_64 random = seeded_random();
    size_t invalid = 0;
    constexpr size_t kFlips = 400, kComparedFlips = 25;
    for (size_t i = 0; i < kFlips; ++i) {
        Bytes damaged = input;
        // Half of them where the block is, at the start.
        const size_t range = i % 2 == 0 ? damaged.size() : std::min<size_t>(damaged.size(), 2000);
        const uint64_t bit = random_between(random, 0, range * 8 - 1);
        damaged[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
        const std::string verdict = run(*jit, compiled, damaged);
        invalid += verdict.starts_with("invalid");
        if (i < kComparedFlips) EXPECT_EQ(run(*interpreter, interpreted, damaged), verdict) << "bit " << bit;
    }
    EXPECT_GT(invalid, kFlips / 4);
}

}  // namespace
}  // namespace serinus::test
