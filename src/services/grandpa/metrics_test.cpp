#include "services/grandpa/metrics.hpp"

#include <gtest/gtest.h>

namespace serinus::services {
namespace {

// Observed: sc-consensus-grandpa 0.45.0
TEST(GrandpaMetrics, TheRoundIsTheHighestCompletedOne) {
    const auto text = [](uint64_t round) {
        MetricsText out({{"chain", "kusama_dev"}});
        write_grandpa_metrics(out, {.set_id = 1, .best = {.round = round}});
        return out.text();
    };
    EXPECT_NE(text(12).find("\nsubstrate_finality_grandpa_round{chain=\"kusama_dev\"} 11\n"), std::string::npos);
    EXPECT_NE(text(12).find("\nserinus_finality_grandpa_set_id{chain=\"kusama_dev\"} 1\n"), std::string::npos);
    EXPECT_NE(text(0).find("\nsubstrate_finality_grandpa_round{chain=\"kusama_dev\"} 0\n"), std::string::npos);
}

}  // namespace
}  // namespace serinus::services
