#include "services/parachain/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
    auto& approvals = figures.waits[static_cast<size_t>(pvf::Purpose::kApproval)];
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

TEST(ParachainMetrics, SayHowManyValidatorsWereLateWithApprovals) {
    EXPECT_THAT(text_of({.approvals = {.no_shows = 3}}),
                HasSubstr("\npolkadot_parachain_approvals_no_shows_total 3\n"));
}

}  // namespace
}  // namespace serinus::services::paras
