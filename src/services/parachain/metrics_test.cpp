#include "services/parachain/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace serinus::services::paras {
namespace {

using testing::HasSubstr;

std::string text_of(const ParachainFigures& figures) {
    MetricsText out({});
    write_parachain_metrics(out, figures);
    return out.text();
}

TEST(ParachainMetrics, SayHowLongCandidatesWaitedForAWorkerByPurpose) {
    ParachainFigures figures;
    auto& approvals = figures.times.waited[static_cast<size_t>(pvf::Purpose::kApproval)];
    approvals.add(20);
    approvals.add(1500);
    const std::string text = text_of(figures);
    EXPECT_THAT(text, HasSubstr("# TYPE polkadot_pvf_execution_queued_time histogram\n"));
    const std::string name = "polkadot_pvf_execution_queued_time";
    EXPECT_THAT(text, HasSubstr(name + "_bucket{purpose=\"approval\",le=\"0.01\"} 0\n"));
    EXPECT_THAT(text, HasSubstr(name + "_bucket{purpose=\"approval\",le=\"0.025\"} 1\n"));
    EXPECT_THAT(text, HasSubstr(name + "_bucket{purpose=\"approval\",le=\"2\"} 2\n"));
    EXPECT_THAT(text, HasSubstr(name + "_sum{purpose=\"approval\"} 1.52\n"));
    EXPECT_THAT(text, HasSubstr(name + "_count{purpose=\"approval\"} 2\n"));
    EXPECT_THAT(text, HasSubstr(name + "_count{purpose=\"dispute\"} 0\n"));
}

// Observed: polkadot-node-core-pvf 36.0.0, `metrics`: one histogram each, of all purposes.
TEST(ParachainMetrics, SayHowLongCodeWasExecutedAndPrepared) {
    ParachainFigures figures;
    for (const uint64_t ms : {7u, 30u, 2'000u, 13'000u}) figures.times.executed.add(ms);
    for (const uint64_t ms : {90u, 7'000u, 500'000u}) figures.times.prepared.add(ms);
    const std::string text = text_of(figures);
    const auto expect = [&](const std::string& name, const std::vector<std::string>& samples) {
        EXPECT_THAT(text, HasSubstr("# TYPE " + name + " histogram\n"));
        for (const auto& sample : samples) {
            EXPECT_THAT(text, HasSubstr(std::string("\n").append(name).append(sample).append("\n")));
        }
    };
    expect("polkadot_pvf_execution_time",
           {"_bucket{le=\"0.01\"} 1", "_bucket{le=\"0.025\"} 1", "_bucket{le=\"0.05\"} 2", "_bucket{le=\"1\"} 2",
            "_bucket{le=\"2\"} 3", "_bucket{le=\"12\"} 3", "_bucket{le=\"+Inf\"} 4", "_sum 15.037", "_count 4"});
    expect("polkadot_pvf_preparation_time",
           {"_bucket{le=\"0.1\"} 1", "_bucket{le=\"3\"} 1", "_bucket{le=\"10\"} 2", "_bucket{le=\"480\"} 2",
            "_bucket{le=\"+Inf\"} 3", "_sum 507.09", "_count 3"});
}

TEST(ParachainMetrics, SayHowManyValidatorsWereLateWithApprovals) {
    EXPECT_THAT(text_of({.approvals = {.no_shows = 3}}),
                HasSubstr("\npolkadot_parachain_approvals_no_shows_total 3\n"));
}

}  // namespace
}  // namespace serinus::services::paras
