// Workers: results of jobs, how jobs are ended, and that a worker that dies takes no verdict along.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "base/hex.hpp"
#include "executor/runtime_code.hpp"
#include "pvf/module_under_test.hpp"
#include "tests/pvf/workers.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using pvf::Attempt;
using pvf::Doubt;
using pvf::ExecutorLimits;
using pvf::Invalid;
using pvf::InvalidReason;
using pvf::Valid;

constexpr uint32_t kBombLimit = 20u << 20;

/// `validate_block` that returns an empty result: head "", no code, no messages, 0, 0.
Bytes well_behaved() { return pvf::parachain_code("(i64.const 0xc00000000)"); }
Bytes endless() { return pvf::parachain_code("(loop $again (br $again)) (i64.const 0)"); }

class PvfWorkers : public testing::Test {
  protected:
    void SetUp() override {
        if (!has_whole_cage()) GTEST_SKIP() << kNoCage;
    }
    pvf::Prepared prepare(const Bytes& code) {
        auto prepared = workers_.prepare(code, kBombLimit, {}, true);
        EXPECT_TRUE(prepared.has_value()) << prepared.error().reason;
        return std::move(prepared).value();
    }
    Attempt attempt(const Bytes& code, const pvf::CandidateInput& input = {}, uint64_t timeout_ms = 2000) {
        return workers_.execute(prepare(code).file, input, {}, timeout_ms).attempt;
    }
    pvf::Workers workers_{worker_in_mode("worker")};
};

TEST_F(PvfWorkers, PrepareAndExecute) {
    const pvf::Prepared prepared = prepare(well_behaved());
    const pvf::Execution execution = workers_.execute(prepared.file, {}, {}, 2000);
    ASSERT_TRUE(std::holds_alternative<Valid>(execution.attempt))
        << pvf::to_string(pvf::Retries::verdict_of(execution.attempt));
    EXPECT_GT(execution.figures.cpu_ns, 0u);
    EXPECT_GT(execution.figures.peak_bytes, 0u);
    EXPECT_EQ(execution.figures.memory_pages, 20u);
}

TEST_F(PvfWorkers, TheRealAssetHubIsValid) {
    const auto spec = shared_data("genesis/asset-hub-kusama-local-1000000.json");
    const auto block = shared_data("parachain/asset-hub-first-block.json");
    if (!spec || !block) GTEST_SKIP() << kNoSharedData;
    const Bytes code = Json::read(*spec)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
    const Json candidate = Json::read(*block)["candidate"];
    const Bytes params = candidate["validationParams"].hex();
    scale::Decoder in(params);
    pvf::CandidateInput input;
    ASSERT_TRUE(scale::decode_into(in, input.parent_head) && scale::decode_into(in, input.block_data) &&
                scale::decode_into(in, input.relay_parent_number) &&
                scale::decode_into(in, input.relay_parent_storage_root));
    const Attempt result = attempt(code, input);
    ASSERT_TRUE(std::holds_alternative<Valid>(result)) << pvf::to_string(pvf::Retries::verdict_of(result));
    EXPECT_EQ(to_hex_prefixed(scale::encode(std::get<Valid>(result).result)), candidate["validationResult"].text());
    input.block_data = executor::compress_code(input.block_data);
    EXPECT_EQ(attempt(code, input), result);
}

TEST_F(PvfWorkers, SayWhyCodeCannotBePrepared) {
    using enum pvf::PrepareFault;
    const auto fault_of = [&](const Bytes& code, bool is_precheck = true) {
        const auto prepared = workers_.prepare(code, kBombLimit, {}, is_precheck);
        return prepared ? std::nullopt : std::optional(prepared.error().fault);
    };
    EXPECT_EQ(fault_of({1, 2, 3}), kInvalid);
    Bytes damaged = executor::compress_code(well_behaved());
    damaged.pop_back();
    EXPECT_EQ(fault_of(damaged), kCompression);
    const Bytes unlinked = pvf::parachain_code("(i64.const 0)", "", R"((import "other" "f" (func)))");
    EXPECT_EQ(fault_of(unlinked), kConstruction);
    EXPECT_EQ(fault_of(unlinked, false), std::nullopt) << "only pre-checking looks";
}

TEST_F(PvfWorkers, EndAJobWhoseTimeIsOver) {
    EXPECT_EQ(attempt(endless(), {}, 100), Attempt(Invalid{InvalidReason::kTimedOut, ""}));
}

TEST_F(PvfWorkers, EndAJobWhosePreparationTakesTooLong) {
    const auto prepared = workers_.prepare(well_behaved(), kBombLimit, {.precheck_ms = 0}, true);
    ASSERT_FALSE(prepared.has_value());
    EXPECT_EQ(prepared.error().fault, pvf::PrepareFault::kTimedOut);
}

TEST_F(PvfWorkers, SayThatPreparingNeedsTooMuchMemory) {
    // Less than the program itself has.
    pvf::ExecutorLimits limits;
    limits.max_precheck_memory = 0;
    std::string functions;
    for (int i = 0; i < 200'000; ++i) functions += "(func (i32.store (i32.const 0) (i32.const 1)))";
    const auto prepared = workers_.prepare(pvf::parachain_code("(i64.const 0)", functions), kBombLimit, limits, true);
    EXPECT_TRUE(prepared.has_value() || prepared.error().fault == pvf::PrepareFault::kOutOfMemory)
        << pvf::to_string(prepared.error().fault) << prepared.error().reason;
}

TEST_F(PvfWorkers, SeveralJobsRunAtOnceAndOneIsCancelled) {
    const pvf::Prepared forever = prepare(endless());
    const pvf::Prepared quick = prepare(well_behaved());
    const uint64_t first = workers_.start_executing(forever.file, {}, {}, 60'000).value();
    const uint64_t second = workers_.start_executing(quick.file, {}, {}, 2000).value();
    auto done = workers_.next(30'000);
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->job, second);
    workers_.cancel(first);
    done = workers_.next(30'000);
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->job, first);
    EXPECT_TRUE(done->executed->is_cancelled);
    EXPECT_EQ(workers_.running(), 0u);
}

// The candidates that it executed are not to blame.
TEST_F(PvfWorkers, AWorkerThatDiesIsReplaced) {
    const pvf::Prepared forever = prepare(endless());
    ASSERT_TRUE(workers_.start_executing(forever.file, {}, {}, 60'000).has_value());
    ::kill(*workers_.process_id(), SIGKILL);
    const auto done = workers_.next(30'000);
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(std::holds_alternative<Doubt>(done->executed->attempt));
    EXPECT_EQ(std::get<Doubt>(done->executed->attempt).kind, Doubt::Kind::kOurs);
    EXPECT_TRUE(std::holds_alternative<Valid>(attempt(well_behaved())));
}

// With an init that takes all along, and on machines that have no namespaces for us.
TEST_F(PvfWorkers, ADeadWorkerLeavesNoJobBehind) {
    for (const char* mode : {"worker", "without-namespaces"}) {
        pvf::Workers workers(worker_in_mode(mode));
        const auto prepared = workers.prepare(endless(), kBombLimit, {}, false);
        ASSERT_TRUE(prepared.has_value()) << mode << ": " << prepared.error().reason;
        ASSERT_TRUE(workers.start_executing(prepared->file, {}, {}, 60'000).has_value());
        // The starter, the server and the job, once it has been made.
        for (int tries = 0; tries < 500 && worker_processes().size() < 3; ++tries) ::usleep(10'000);
        ASSERT_EQ(worker_processes().size(), 3u) << mode;
        ::kill(*workers.process_id(), SIGKILL);
        EXPECT_TRUE(workers.next(30'000).has_value()) << mode;
        for (int tries = 0; tries < 500 && !worker_processes().empty(); ++tries) ::usleep(10'000);
        EXPECT_TRUE(worker_processes().empty()) << mode;
    }
}

TEST_F(PvfWorkers, AProgramThatIsNoWorkerIsAReason) {
    pvf::Workers none({.command = {"/bin/false"}});
    const auto prepared = none.prepare(well_behaved(), kBombLimit, {}, true);
    ASSERT_FALSE(prepared.has_value());
    EXPECT_EQ(prepared.error().fault, pvf::PrepareFault::kOurs);
}

TEST_F(PvfWorkers, BlockDataIsDecompressedInTheCage) {
    pvf::CandidateInput input;
    input.block_data = executor::compress_code(Bytes(pvf::kMostBlockData + 1));
    EXPECT_EQ(attempt(well_behaved(), input), Attempt(Invalid{InvalidReason::kBlockData, ""}));
}

TEST_F(PvfWorkers, PreparedCodeThatIsDamagedIsOurs) {
    const auto file = platform::MemoryFile::sealed("damaged", Bytes(1000)).value();
    const Attempt result = workers_.execute(file, {}, {}, 2000).attempt;
    ASSERT_TRUE(std::holds_alternative<Doubt>(result));
    EXPECT_EQ(std::get<Doubt>(result).kind, Doubt::Kind::kOurs);
}

}  // namespace
}  // namespace serinus::test
