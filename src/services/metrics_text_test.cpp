#include "services/metrics_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace serinus::services {
namespace {

TEST(MetricsText, AMetricHasHelpTypeAndSamples) {
    MetricsText text({{"chain", "dev"}});
    text.metric("substrate_block_height", "gauge", "Block height info of the chain");
    text.sample(5, {{"status", "best"}});
    text.sample(3, {{"status", "finalized"}});
    EXPECT_EQ(text.text(),
              "# HELP substrate_block_height Block height info of the chain\n"
              "# TYPE substrate_block_height gauge\n"
              "substrate_block_height{chain=\"dev\",status=\"best\"} 5\n"
              "substrate_block_height{chain=\"dev\",status=\"finalized\"} 3\n");
}

TEST(MetricsText, WithoutLabelsThereAreNoBraces) {
    MetricsText text({});
    text.counter("a_total", "a", 1);
    EXPECT_EQ(text.text(), "# HELP a_total a\n# TYPE a_total counter\na_total 1\n");
}

TEST(MetricsText, NothingEndsALineOrAQuoteEarly) {
    MetricsText text({});
    text.metric("m", "gauge", "a\\b\nc\"");
    text.sample(1, {{"l", "a\\b\nc\""}});
    EXPECT_EQ(text.text(), "# HELP m a\\\\b\\nc\"\n# TYPE m gauge\nm{l=\"a\\\\b\\nc\\\"\"} 1\n");
}

TEST(MetricsText, BucketsOfAHistogramHoldWhatIsBelowThem) {
    MetricsText text({});
    text.metric("m", "histogram", "h");
    const size_t head = text.text().size();
    text.histogram(std::vector<uint64_t>{2, 0, 1}, std::vector<double>{5, 25}, 40, {{"method", "x"}});
    EXPECT_EQ(text.text().substr(head),
              "m_bucket{method=\"x\",le=\"5\"} 2\n"
              "m_bucket{method=\"x\",le=\"25\"} 2\n"
              "m_bucket{method=\"x\",le=\"+Inf\"} 3\n"
              "m_sum{method=\"x\"} 40\n"
              "m_count{method=\"x\"} 3\n");
}

TEST(MetricsText, NumbersAreExact) {
    MetricsText text({});
    text.metric("m", "gauge", "h");
    const size_t head = text.text().size();
    text.sample(9007199254740992.0);
    text.sample(0.1);
    text.sample(std::numeric_limits<double>::infinity());
    text.sample(std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(text.text().substr(head), "m 9007199254740992\nm 0.1\nm +Inf\nm NaN\n");
}

}  // namespace
}  // namespace serinus::services
