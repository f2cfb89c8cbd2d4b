// The host above real workers: prepared code is kept and comes back, damage and deaths are borne, and what is certain
// is not tried twice.
#include "pvf/host.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <numeric>

#include "platform/files.hpp"
#include "platform/process.hpp"
#include "pvf/module_under_test.hpp"
#include "tests/pvf/workers.hpp"

namespace serinus::test {
namespace {

using pvf::Invalid;
using pvf::InvalidReason;
using pvf::Ours;
using pvf::Purpose;
using pvf::Valid;
using pvf::Verdict;

class PvfHost : public testing::Test {
  protected:
    void SetUp() override {
        if (!has_whole_cage()) GTEST_SKIP() << kNoCage;
    }
    ~PvfHost() override { (void)platform::remove_tree(folder_); }
    pvf::Host make_host(const std::string& mode = "worker") {
        return pvf::Host({.workers = worker_in_mode(mode),
                          .cache = pvf::CodeCache::open(folder_ + "/pvf").value(),
                          .now_ms = [this] { return now_ms_; },
                          .wait_ms =
                              [this](uint64_t delay_ms) {
                                  now_ms_ += delay_ms;
                                  waited_ms_ += delay_ms;
                              }});
    }
    std::vector<std::string> files() const { return platform::list_directory(folder_ + "/pvf").value(); }
    const pvf::SessionCode good_{.code = pvf::parachain_code("(i64.const 0xc00000000)"), .params = {}};
    const std::string folder_ = platform::create_temporary_directory("serinus-host-").value();
    uint64_t now_ms_ = 1000;
    uint64_t waited_ms_ = 0;
};

TEST_F(PvfHost, KeepsPreparedCodeOnDisk) {
    EXPECT_TRUE(std::holds_alternative<Valid>(make_host().validate(good_, {}, Purpose::kBacking)));
    ASSERT_EQ(files().size(), 1u);
    // A host whose workers cannot prepare finds it.
    const auto before = platform::file_info(folder_ + "/pvf/" + files()[0])->bytes;
    EXPECT_TRUE(std::holds_alternative<Valid>(make_host().validate(good_, {}, Purpose::kApproval)));
    EXPECT_EQ(platform::file_info(folder_ + "/pvf/" + files()[0])->bytes, before);
}

TEST_F(PvfHost, DamagedFilesArePreparedAgain) {
    EXPECT_TRUE(make_host().precheck(good_).has_value());
    ASSERT_EQ(files().size(), 1u);
    const std::string path = folder_ + "/pvf/" + files()[0];
    std::string content = platform::read_file(path, 1 << 26).value();
    content[content.size() / 2] ^= 1;
    ASSERT_TRUE(platform::write_file_atomically(path, as_bytes(content), 0600));
    EXPECT_TRUE(std::holds_alternative<Valid>(make_host().validate(good_, {}, Purpose::kApproval)));
    EXPECT_EQ(waited_ms_, 0u);
}

TEST_F(PvfHost, OtherParametersAreOtherCode) {
    pvf::Host host = make_host();
    pvf::SessionCode other = good_;
    other.params = {pvf::StackLogicalMax{100'000}};
    EXPECT_TRUE(std::holds_alternative<Valid>(host.validate(good_, {}, Purpose::kBacking)));
    EXPECT_TRUE(std::holds_alternative<Valid>(host.validate(other, {}, Purpose::kBacking)));
    EXPECT_EQ(files().size(), 2u);
    other.params = {pvf::MaxMemoryPages{3000}};  // no matter to what is prepared
    EXPECT_TRUE(std::holds_alternative<Valid>(host.validate(other, {}, Purpose::kBacking)));
    EXPECT_EQ(files().size(), 2u);
}

TEST_F(PvfHost, WhatIsCertainIsNotTriedAgain) {
    pvf::Host host = make_host();
    const pvf::SessionCode trapping{.code = pvf::parachain_code("unreachable"), .params = {}};
    const Verdict verdict = host.validate(trapping, {}, Purpose::kDispute);
    ASSERT_TRUE(std::holds_alternative<Invalid>(verdict));
    EXPECT_EQ(std::get<Invalid>(verdict).reason, InvalidReason::kExecution);
    EXPECT_EQ(waited_ms_, 0u);
}

TEST_F(PvfHost, AnInstanceThatCannotBeMadeIsTriedOnceMoreAtOnce) {
    pvf::Host host = make_host();
    const pvf::SessionCode broken{.code = pvf::parachain_code("(i64.const 0)", "(func $s unreachable) (start $s)"),
                                  .params = {}};
    const Verdict verdict = host.validate(broken, {}, Purpose::kApproval);
    ASSERT_TRUE(std::holds_alternative<Invalid>(verdict));
    EXPECT_EQ(std::get<Invalid>(verdict).reason, InvalidReason::kConstruction);
    EXPECT_EQ(waited_ms_, 0u);
}

TEST_F(PvfHost, CodeThatCannotBePreparedIsNoVerdictOnACandidate) {
    pvf::Host host = make_host();
    const pvf::SessionCode garbage{.code = {1, 2, 3}, .params = {}};
    EXPECT_TRUE(std::holds_alternative<Ours>(host.validate(garbage, {}, Purpose::kBacking)));
    EXPECT_EQ(host.precheck(garbage).error().fault, pvf::PrepareFault::kInvalid);
}

TEST_F(PvfHost, WithoutAWorkerThereIsNoVote) {
    pvf::Host host({.workers = {.command = {"/bin/false"}},
                    .now_ms = [this] { return now_ms_; },
                    .wait_ms = [this](uint64_t delay_ms) { now_ms_ += delay_ms, waited_ms_ += delay_ms; }});
    EXPECT_TRUE(std::holds_alternative<Ours>(host.validate(good_, {}, Purpose::kBacking)));
    EXPECT_EQ(waited_ms_, 0u) << "backing is tried once";
    EXPECT_TRUE(std::holds_alternative<Ours>(host.validate(good_, {}, Purpose::kApproval)));
    EXPECT_EQ(waited_ms_, 3000u);
}

TEST_F(PvfHost, SeveralCandidatesShareOnePreparation) {
    pvf::Host host = make_host();
    const auto code = std::make_shared<const pvf::SessionCode>(good_);
    const auto input = std::make_shared<const pvf::CandidateInput>();
    std::vector<uint64_t> ids;
    for (const Purpose purpose : {Purpose::kBacking, Purpose::kApproval, Purpose::kDispute, Purpose::kBackingOfSystem})
        ids.push_back(host.submit({.code = code, .input = input, .purpose = purpose, .scheduling_parent = {}}));
    EXPECT_EQ(host.unfinished(), 4u);
    std::vector<uint64_t> finished;
    while (host.unfinished() != 0) {
        for (const auto& one : host.step(1000)) {
            EXPECT_TRUE(one.verdict && std::holds_alternative<Valid>(*one.verdict));
            finished.push_back(one.id);
        }
    }
    std::ranges::sort(finished);
    EXPECT_EQ(finished, ids);
    EXPECT_EQ(files().size(), 1u);
    const auto count = [](const auto& times) { return std::reduce(times.jobs.begin(), times.jobs.end()); };
    const pvf::Host::Times times = host.times();
    for (const auto& waited : times.waited) EXPECT_EQ(count(waited), 1u);
    EXPECT_EQ(count(times.executed), 4u);
    EXPECT_EQ(count(times.prepared), 1u);
}

TEST_F(PvfHost, CandidatesThatNobodyNeedsEndWithoutAVerdict) {
    pvf::Host host = make_host();
    const auto endless = std::make_shared<const pvf::SessionCode>(
        pvf::SessionCode{.code = pvf::parachain_code("(loop $l (br $l)) (i64.const 0)"),
                         .params = {pvf::ExecutionTimeout{pvf::ExecutionKind::kBacking, 600'000}}});
    const auto input = std::make_shared<const pvf::CandidateInput>();
    ASSERT_TRUE(host.precheck(*endless).has_value());
    const auto submit = [&](uint8_t parent) {
        Hash256 block;
        block.bytes[0] = parent;
        return host.submit({.code = endless, .input = input, .purpose = Purpose::kBacking, .scheduling_parent = block});
    };
    // Four run, two wait: one of them for a block that is no leaf any more.
    std::vector<uint64_t> running;
    for (int i = 0; i < 4; ++i) running.push_back(submit(1));
    const uint64_t stale = submit(2), waiting = submit(1);
    EXPECT_TRUE(host.step(100).empty());
    Hash256 leaf;
    leaf.bytes[0] = 1;
    host.update_leaves({leaf});
    auto finished = host.step(100);
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_EQ(finished[0].id, stale);
    EXPECT_FALSE(finished[0].verdict.has_value());
    host.cancel(waiting);
    for (const uint64_t id : running) host.cancel(id);
    size_t ended = 0;
    while (host.unfinished() != 0 || ended < 5) {
        finished = host.step(1000);
        for (const auto& one : finished) EXPECT_FALSE(one.verdict.has_value());
        ended += finished.size();
    }
    EXPECT_EQ(ended, 5u);
}

// Jobs that die of what they do, as one that an attacker has taken over and that makes a forbidden call.
TEST_F(PvfHost, AWorkerThatDiesTwiceIsTheCandidatesFault) {
    ASSERT_TRUE(make_host().precheck(good_).has_value());
    pvf::Host host = make_host("attack");
    const Verdict verdict = host.validate(good_, {}, Purpose::kDispute);
    ASSERT_TRUE(std::holds_alternative<Invalid>(verdict)) << pvf::to_string(verdict);
    EXPECT_EQ(std::get<Invalid>(verdict).reason, InvalidReason::kDied);
    EXPECT_EQ(waited_ms_, 3000u);
}

}  // namespace
}  // namespace serinus::test
