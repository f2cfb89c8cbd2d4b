// The reference's own workers on the same code: each verdict is theirs, and so is each byte of a valid result.
#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "tests/pvf/hostile_modules.hpp"
#include "tests/pvf/reference_workers.hpp"
#include "tests/pvf/workers.hpp"

namespace serinus::test {
namespace {

using pvf::Attempt;
using pvf::Doubt;
using pvf::Invalid;
using pvf::InvalidReason;
using pvf::Valid;

/// A verdict, and its bytes.
struct Found {
    Expected verdict = Expected::kRefused;
    Bytes result;
    std::string text;
};

Expected verdict_of(const Attempt& attempt) {
    if (std::holds_alternative<Valid>(attempt)) return Expected::kValid;
    const auto* invalid = std::get_if<Invalid>(&attempt);
    return invalid && invalid->reason == InvalidReason::kTimedOut ? Expected::kTimedOut : Expected::kInvalid;
}

class BesideTheReference : public testing::Test {
  protected:
    void SetUp() override {
        preparing_ = ReferenceWorker::start_preparing(SERINUS_PEERS);
        if (preparing_ == nullptr) GTEST_SKIP() << "needs the reference's workers in " << SERINUS_PEERS;
        if (!has_whole_cage()) GTEST_SKIP() << kNoCage;
    }

    Found by_reference(const HostileModule& module) {
        const ReferencePrepared checked = preparing_->prepare(module.code, module.params, true);
        constexpr uint8_t kConstruction = 2;
        if (!checked.is_prepared && checked.error == kConstruction) return {Expected::kUnlinked, {}, checked.text};
        if (!checked.is_prepared) return {Expected::kRefused, {}, std::to_string(checked.error) + " " + checked.text};
        const auto worker = ReferenceWorker::start_executing(SERINUS_PEERS, module.params);
        pvf::CandidateInput input;
        input.block_data = module.block_data;
        const auto executed = worker->execute(checked, input, module.timeout_ms);
        if (!executed) return {Expected::kInvalid, {}, "the worker ended"};
        using Kind = ReferenceExecuted::Kind;
        const Expected verdict = executed->kind == Kind::kValid      ? Expected::kValid
                                 : executed->kind == Kind::kTimedOut ? Expected::kTimedOut
                                                                     : Expected::kInvalid;
        return {verdict, executed->result, executed->text};
    }

    Found by_us(const HostileModule& module) {
        const pvf::ExecutorLimits limits = pvf::limits_of(module.params);
        const auto prepared = ours_.prepare(module.code, 20u << 20, limits, true);
        if (!prepared) {
            const bool is_unlinked = prepared.error().fault == pvf::PrepareFault::kConstruction;
            return {is_unlinked ? Expected::kUnlinked : Expected::kRefused, {}, prepared.error().reason};
        }
        pvf::CandidateInput input;
        input.block_data = module.block_data;
        const Attempt attempt = ours_.execute(prepared->file, input, limits, module.timeout_ms).attempt;
        const auto* valid = std::get_if<Valid>(&attempt);
        return {verdict_of(attempt), valid ? scale::encode(valid->result) : Bytes(),
                pvf::to_string(pvf::Retries::verdict_of(attempt))};
    }

    std::unique_ptr<ReferenceWorker> preparing_;
    pvf::Workers ours_{worker_in_mode("worker")};
};

TEST_F(BesideTheReference, EveryVerdictIsTheSame) {
    size_t compared = 0;
    for (const HostileModule& module : hostile_modules()) {
        if (module.is_bound_of_ours) continue;
        const Found theirs = by_reference(module);
        const Found ours = by_us(module);
        EXPECT_STREQ(to_string(ours.verdict), to_string(theirs.verdict))
            << module.name << "\n  ours: " << ours.text << "\n  theirs: " << theirs.text.substr(0, 500);
        EXPECT_EQ(ours.result, theirs.result) << module.name;
        ++compared;
    }
    EXPECT_GE(compared, 50u);
}

}  // namespace
}  // namespace serinus::test
