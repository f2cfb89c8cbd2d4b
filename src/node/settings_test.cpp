#include "node/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::node {
namespace {

using authorship::SealingMode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
    std::optional<NodeOptions> options;
    std::string error;
    std::vector<std::string> warnings;
};

Read read(const Settings& settings) {
    Read out;
    auto options = options_of(settings, out.warnings);
    if (options) {
        out.options = *std::move(options);
    } else {
        out.error = options.error();
    }
    return out;
}

TEST(Settings, WithoutAWordANodeIsAsTheReferenceMakesIt) {
    const Read node = read({});
    ASSERT_TRUE(node.options) << node.error;
    EXPECT_FALSE(node.options->authority);
    EXPECT_TRUE(node.options->disabled_services.empty());
    EXPECT_EQ(node.options->session_keys_of, std::nullopt);
    EXPECT_EQ(node.options->rpc.port, 9944);
    EXPECT_FALSE(node.options->rpc.external);
    EXPECT_EQ(node.options->rpc.cors, rpc::ServerOptions::default_cors());
    EXPECT_EQ(node.options->metrics->port, 9615);
    EXPECT_EQ(node.options->pool.ready_count, 8192u);
    EXPECT_EQ(node.options->pool.ready_bytes, size_t{20} << 20);
    EXPECT_EQ(node.options->pool.ban_ms, 1'800'000u);
    EXPECT_EQ(node.options->sealing, SealingMode{});
    EXPECT_THAT(node.warnings, IsEmpty());
}

TEST(Settings, ServicesAreLeftOutOnRequest) {
    const Read node = read({.disabled_services = {{"one", true}, {"other", false}}});
    ASSERT_TRUE(node.options) << node.error;
    EXPECT_EQ(node.options->disabled_services, (std::set<std::string, std::less<>>{"one"}));
}

TEST(Settings, DevIsAnAuthorityWithTheKeysOfAliceAndOpenToPages) {
    const Read node = read({.dev = true});
    ASSERT_TRUE(node.options) << node.error;
    EXPECT_TRUE(node.options->authority);
    EXPECT_EQ(node.options->session_keys_of, "//Alice");
    EXPECT_EQ(node.options->rpc.cors, std::nullopt);
    EXPECT_EQ(node.options->pool.ban_ms, 0u);
    EXPECT_THAT(node.warnings, ElementsAre(HasSubstr("RPC CORS has been disabled")));
}

TEST(Settings, AnAccountGivesNameKeysAndRole) {
    const Read bob = read({.dev = true, .account = "Bob"});
    ASSERT_TRUE(bob.options) << bob.error;
    EXPECT_EQ(bob.options->name, "Bob");
    EXPECT_EQ(bob.options->session_keys_of, "//Bob");
    const Read named = read({.account = "Bob", .name = "robert"});
    EXPECT_EQ(named.options->name, "robert");
    EXPECT_TRUE(named.options->authority);
    EXPECT_THAT(read({.name = "a.b"}).error, HasSubstr("--name"));
}

TEST(Settings, SealingModesAreReadExactly) {
    EXPECT_EQ(parse_sealing("slots").value(), SealingMode{});
    EXPECT_EQ(parse_sealing("instant").value().kind, SealingMode::Kind::kInstant);
    EXPECT_EQ(parse_sealing("manual").value().kind, SealingMode::Kind::kManual);
    EXPECT_EQ(parse_sealing("interval=250").value(),
              (SealingMode{.kind = SealingMode::Kind::kInterval, .interval_ms = 250}));
    for (const auto* bad : {"", "Slots", "interval", "interval=", "interval=0", "interval=-1", "interval=1s",
                            "interval=86400001", "interval=99999999999999999999"}) {
        EXPECT_FALSE(parse_sealing(bad)) << bad;
    }
}

TEST(Settings, AClockIsARateAndAMoment) {
    std::vector<std::string> warnings;
    EXPECT_EQ(options_of({}, warnings).value().clock, std::nullopt) << "it is the machine's";
    EXPECT_EQ(options_of({.clock = "4@1764201600000"}, warnings).value().clock,
              (platform::ClockRate{.rate = 4, .since_unix_ms = 1'764'201'600'000}));
    EXPECT_FALSE(options_of({.clock = "4"}, warnings));
    EXPECT_FALSE(options_of({.clock = "1000@0"}, warnings));
}

TEST(Settings, OriginsAreAListOrAll) {
    EXPECT_EQ(parse_cors("all").value(), std::nullopt);
    EXPECT_THAT(*parse_cors("http://localhost:*,null,https://polkadot.js.org").value(),
                ElementsAre("http://localhost:*", "null", "https://polkadot.js.org"));
    EXPECT_EQ(parse_cors("http://a,all").value(), std::nullopt);
    for (const auto* bad : {"", "localhost", "http://a,", ",http://a"}) EXPECT_FALSE(parse_cors(bad)) << bad;
}

// Observed: polkadot-stable2407: sc_cli, rpc_interface
TEST(Settings, AValidatorIsNotOpenedToTheWorldByAccident) {
    EXPECT_THAT(read({.validator = true, .rpc_external = true}).error, HasSubstr("--unsafe-rpc-external"));
    EXPECT_TRUE(read({.validator = true, .unsafe_rpc_external = true}).options->rpc.external);
    const Read unsafe = read({.validator = true, .rpc_external = true, .rpc_methods = "Unsafe"});
    ASSERT_TRUE(unsafe.options) << unsafe.error;
    EXPECT_TRUE(unsafe.options->rpc.external);
    EXPECT_THAT(unsafe.warnings, ElementsAre(HasSubstr("isn't safe")));
    EXPECT_TRUE(read({.rpc_external = true}).options->rpc.external);
}

TEST(Settings, NumbersOutsideTheirRangeAreNamed) {
    EXPECT_THAT(read({.rpc_port = 65536}).error, HasSubstr("--rpc-port"));
    EXPECT_THAT(read({.prometheus_port = 65536}).error, HasSubstr("--prometheus-port"));
    EXPECT_THAT(read({.rpc_max_request_mb = 0}).error, HasSubstr("--rpc-max-request-size"));
    EXPECT_THAT(read({.rpc_max_response_mb = 4096}).error, HasSubstr("--rpc-max-response-size"));
    EXPECT_THAT(read({.rpc_methods = "some"}).error, HasSubstr("--rpc-methods"));
    EXPECT_THAT(read({.offchain_worker = "sometimes"}).error, HasSubstr("--offchain-worker"));
}

TEST(Settings, TheLimitOfRuntimeCallsHoldsForTheValidationOfTransactionsToo) {
    EXPECT_EQ(read({}).options->rpc.call_timeout_ms, 30'000u);
    const Read node = read({.rpc_call_timeout_s = 7});
    EXPECT_EQ(node.options->rpc.call_timeout_ms, 7000u);
    EXPECT_EQ(node.options->pool.max_validation_ms, 7000u);
    EXPECT_EQ(read({.rpc_call_timeout_s = 0}).error, "--rpc-call-timeout: a call needs at least 1 second");
}

TEST(Settings, APoolLeavesATenthForTransactionsThatWait) {
    const Read node = read({.pool_limit = 100, .pool_kbytes = 10, .ban_seconds = 5});
    EXPECT_EQ(node.options->pool.future_count, 10u);
    EXPECT_EQ(node.options->pool.future_bytes, 1024u);
    EXPECT_EQ(node.options->pool.ban_ms, 5000u);
}

}  // namespace
}  // namespace serinus::node
