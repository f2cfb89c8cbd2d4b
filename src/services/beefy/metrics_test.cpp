#include "services/beefy/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::services {
namespace {

using testing::HasSubstr;

// Observed: sc_consensus_beefy, polkadot-sdk v1.1.0
TEST(BeefyMetrics, HaveTheNamesOfTheReference) {
    const consensus::beefy::Figures voter{.validator_set_id = 3,
                                          .best_block = 41,
                                          .best_voted = 49,
                                          .should_vote_on = 57,
                                          .votes_sent = 12,
                                          .lagging_sessions = 1,
                                          .no_authority_found_in_store = 2,
                                          .good_votes = 30,
                                          .equivocation_votes = 4,
                                          .invalid_votes = 5,
                                          .stale_votes = 6,
                                          .buffered_justifications = 7,
                                          .buffered_justifications_dropped = 8,
                                          .stale_justifications = 9,
                                          .imported_justifications = 10,
                                          .good_justification_imports = 11,
                                          .bad_justification_imports = 13};
    MetricsText out({{"chain", "kusama_dev"}});
    write_beefy_metrics(out, voter, {.answered = 14, .failed = 15},
                        {.no_peer = 16, .refused = 17, .errors = 18, .invalid = 19, .good = 20});
    const auto expect = [&](const char* name, int value) {
        EXPECT_THAT(out.text(),
                    HasSubstr("\n" + std::string(name) + "{chain=\"kusama_dev\"} " + std::to_string(value) + "\n"));
    };
    expect("substrate_beefy_validator_set_id", 3);
    expect("substrate_beefy_best_block", 41);
    expect("substrate_beefy_best_voted", 49);
    expect("substrate_beefy_should_vote_on", 57);
    expect("substrate_beefy_votes_sent", 12);
    expect("substrate_beefy_lagging_sessions", 1);
    expect("substrate_beefy_no_authority_found_in_store", 2);
    expect("substrate_beefy_successful_handled_votes", 30);
    expect("substrate_beefy_equivocation_votes", 4);
    expect("substrate_beefy_invalid_votes", 5);
    expect("substrate_beefy_stale_votes", 6);
    expect("substrate_beefy_buffered_justifications", 7);
    expect("substrate_beefy_buffered_justifications_dropped", 8);
    expect("substrate_beefy_stale_justifications", 9);
    expect("substrate_beefy_imported_justifications", 10);
    expect("substrate_beefy_good_justification_imports", 11);
    expect("substrate_beefy_bad_justification_imports", 13);
    expect("substrate_beefy_successful_justification_responses", 14);
    expect("substrate_beefy_failed_justification_responses", 15);
    expect("substrate_beefy_on_demand_justification_no_peer_to_request_from", 16);
    expect("beefy_on_demand_justification_peer_refused", 17);
    expect("substrate_beefy_on_demand_justification_peer_error", 18);
    expect("substrate_beefy_on_demand_justification_invalid_proof", 19);
    expect("substrate_beefy_on_demand_justification_good_proof", 20);
}

}  // namespace
}  // namespace serinus::services
