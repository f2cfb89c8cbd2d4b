#include "node/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::node {
namespace {

using testing::HasSubstr;
using testing::Not;

Measurements some() {
    Measurements out;
    out.node_name = "Alice";
    out.version = "0.1.0";
    out.chain_id = "kusama_dev";
    out.authority = true;
    out.best.number = 7;
    out.finalized.number = 5;
    out.leaves = 2;
    out.pool = {.ready = 3, .ready_bytes = 400, .future = 1, .future_bytes = 100};
    out.pool_counters = {{"submitted_transactions", 9}};
    out.signatures = {.hits = 20, .misses = 10, .ahead = 30};
    out.authoring = {.proposed = 4, .transactions = 2, .proposing_ms = 1500, .ended_by_weight = 1};
    out.rpc.calls = {{.method = "chain_getBlock", .websocket = true, .started = 3, .succeeded = 2, .failed = 1}};
    out.memory_bytes = {{"pool", 1000}, {"state cache", 5000}};
    out.process.resident_bytes = 50'000'000;
    return out;
}

// Dashboards for the reference must find their metrics under its names. Observed: sc-service 0.62.0,
// sc_basic_authorship, sc_rpc_server
TEST(Metrics, HaveTheNamesOfTheReference) {
    Measurements measured = some();
    const std::string text = metrics_text(measured);
    for (
        const auto* sample : {
            R"(substrate_block_height{chain="kusama_dev",status="best"} 7)",
            R"(substrate_block_height{chain="kusama_dev",status="finalized"} 5)",
            R"(substrate_block_height{chain="kusama_dev",status="sync_target"} 7)",
            R"(substrate_build_info{chain="kusama_dev",name="Alice",version="0.1.0"} 1)",
            R"(substrate_node_roles{chain="kusama_dev"} 4)",
            R"(substrate_number_leaves{chain="kusama_dev"} 2)",
            R"(substrate_ready_transactions_number{chain="kusama_dev"} 3)",
            R"(substrate_sub_txpool_submitted_transactions{chain="kusama_dev"} 9)",
            R"(substrate_proposer_number_of_transactions{chain="kusama_dev"} 2)",
            R"(substrate_proposer_block_constructed_sum{chain="kusama_dev"} 1.5)",
            R"(substrate_proposer_block_constructed_count{chain="kusama_dev"} 4)",
            R"(substrate_proposer_end_proposal_reason{chain="kusama_dev",reason="hit_block_weight_limit"} 1)",
            R"(substrate_rpc_calls_started{chain="kusama_dev",protocol="ws",method="chain_getBlock"} 3)",
            R"(substrate_rpc_calls_finished{chain="kusama_dev",protocol="ws",method="chain_getBlock",is_error="true"} 1)",
            R"(serinus_signature_verdicts_total{chain="kusama_dev",source="remembered"} 20)",
            R"(serinus_signature_verdicts_total{chain="kusama_dev",source="ahead"} 30)",
            R"(serinus_signature_verdicts_total{chain="kusama_dev",source="verified"} 10)",
            R"(substrate_state_cache_bytes{chain="kusama_dev"} 5000)",
            R"(serinus_memory_bytes{chain="kusama_dev",subsystem="pool"} 1000)",
            R"(process_resident_memory_bytes{chain="kusama_dev"} 50000000)",
        }) {
        EXPECT_THAT(text, HasSubstr(std::string("\n") + sample + "\n"));
    }
}

// Observed: sc_network::service::metrics, sc_network_sync, sc_service, polkadot-stable2407
TEST(Metrics, OfTheNetworkHaveTheNamesOfTheReference) {
    Measurements measured = some();
    measured.network = services::NetworkState{.peers = {{"A", "FULL", {}}, {"B", "FULL", {}}},
                                              .is_syncing = true,
                                              .target = 1234,
                                              .queued_blocks = 64,
                                              .bytes_in = 5000,
                                              .bytes_out = 600,
                                              .known_peers = 40,
                                              .connections = {.in = {.opened = 5, .closed = 2},
                                                              .out = {.opened = 7, .closed = 3},
                                                              .peers_opened = 6,
                                                              .peers_closed = 1},
                                              .requests = {{.protocol = "/sync/2",
                                                            .in = {.counts = {0, 0, 5}, .sum_ms = 15},
                                                            .out = {},
                                                            .in_failures = {{"rejected", 3}},
                                                            .out_failures = {{"timeout", 1}}}}};
    measured.listen_addresses = 2;
    const std::string text = metrics_text(measured);
    for (
        const auto* sample : {
            R"(substrate_block_height{chain="kusama_dev",status="sync_target"} 1234)",
            R"(substrate_sub_libp2p_peers_count{chain="kusama_dev"} 2)",
            R"(substrate_sub_libp2p_is_major_syncing{chain="kusama_dev"} 1)",
            R"(substrate_sub_libp2p_network_bytes_total{chain="kusama_dev",direction="in"} 5000)",
            R"(substrate_sub_libp2p_network_bytes_total{chain="kusama_dev",direction="out"} 600)",
            R"(substrate_sub_libp2p_connections_opened_total{chain="kusama_dev",direction="in"} 5)",
            R"(substrate_sub_libp2p_connections_closed_total{chain="kusama_dev",direction="out",reason="actively-closed"} 3)",
            R"(substrate_sub_libp2p_distinct_peers_connections_opened_total{chain="kusama_dev"} 6)",
            R"(substrate_sub_libp2p_distinct_peers_connections_closed_total{chain="kusama_dev"} 1)",
            R"(substrate_sub_libp2p_peerset_num_discovered{chain="kusama_dev"} 40)",
            R"(substrate_sub_libp2p_listeners_local_addresses{chain="kusama_dev"} 2)",
            R"(substrate_sub_libp2p_requests_in_failure_total{chain="kusama_dev",protocol="/sync/2",reason="rejected"} 3)",
            R"(substrate_sub_libp2p_requests_in_success_total_bucket{chain="kusama_dev",protocol="/sync/2",le="0.002"} 0)",
            R"(substrate_sub_libp2p_requests_in_success_total_bucket{chain="kusama_dev",protocol="/sync/2",le="0.004"} 5)",
            R"(substrate_sub_libp2p_requests_in_success_total_sum{chain="kusama_dev",protocol="/sync/2"} 0.015)",
            R"(substrate_sub_libp2p_requests_out_failure_total{chain="kusama_dev",protocol="/sync/2",reason="timeout"} 1)",
        }) {
        EXPECT_THAT(text, HasSubstr(std::string("\n") + sample + "\n"));
    }
    EXPECT_THAT(metrics_text(some()), HasSubstr("\nsubstrate_sub_libp2p_peers_count{chain=\"kusama_dev\"} 0\n"));
}

TEST(Metrics, SayWhatStakersShouldHearOf) {
    Measurements measured = some();
    EXPECT_THAT(metrics_text(measured), Not(HasSubstr("serinus_staking_")));
    measured.staking = staking::GuardFacts{.era = 41,
                                           .lacks_solution = true,
                                           .offenders = 2,
                                           .own_disabled = {},
                                           .expiring = {{.stash = {}, .era = 3, .eras_left = 1}},
                                           .silent = {},
                                           .unheard = 5};
    const std::string text = metrics_text(measured);
    for (const auto* sample : {R"(serinus_staking_active_era{chain="kusama_dev"} 41)",
                               R"(serinus_staking_lacks_solution{chain="kusama_dev"} 1)",
                               R"(serinus_staking_election_failed{chain="kusama_dev"} 0)",
                               R"(serinus_staking_offenders{chain="kusama_dev"} 2)",
                               R"(serinus_staking_unheard_validators{chain="kusama_dev"} 5)",
                               R"(serinus_staking_expiring_rewards{chain="kusama_dev"} 1)"}) {
        EXPECT_THAT(text, HasSubstr(sample));
    }
}

}  // namespace
}  // namespace serinus::node
