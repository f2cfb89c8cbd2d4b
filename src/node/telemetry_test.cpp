#include "node/telemetry.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::node {
namespace {

namespace json = boost::json;

constexpr uint64_t kNoon = 1'700'000'000'007;  // 2023-11-14 22:13:20.007 UTC

Hash256 telemetry_hash(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

json::object payload_of(const std::string& message) {
    const json::value parsed = json::parse(message);
    EXPECT_EQ(parsed.at("id").as_int64(), 1);
    EXPECT_EQ(parsed.at("ts").as_string(), "2023-11-14T22:13:20.007+00:00");
    return parsed.at("payload").as_object();
}

TEST(Telemetry, AServerIsAnAddressAndALevel) {
    const auto server = parse_telemetry("wss://telemetry.polkadot.io/submit/ 0");
    ASSERT_TRUE(server);
    EXPECT_TRUE(server->is_secure);
    EXPECT_EQ(server->host, "telemetry.polkadot.io");
    EXPECT_EQ(server->path, "/submit/");
    for (const char* wrong : {"", "wss://telemetry.polkadot.io/submit/", "telemetry.polkadot.io 0",
                              "wss://host/submit/ 10", "wss://host/submit/ x", "wss://a b 0"}) {
        EXPECT_FALSE(parse_telemetry(wrong)) << wrong;
    }
}

TEST(Telemetry, MessagesHaveTheFieldsOfTheReference) {
    const chain::BlockId best{.hash = telemetry_hash(0x11), .number = 7};
    const chain::BlockId final{.hash = telemetry_hash(0x22), .number = 5};
    const auto connected = payload_of(connected_message({.name = "a \"node\"",
                                                         .version = "0.1.0",
                                                         .chain = "Kusama",
                                                         .peer_id = "12D3",
                                                         .genesis_hash = telemetry_hash(0x33),
                                                         .is_authority = true,
                                                         .startup_ms = 42},
                                                        kNoon));
    EXPECT_EQ(connected.at("msg").as_string(), "system.connected");
    EXPECT_EQ(connected.at("name").as_string(), "a \"node\"");
    EXPECT_EQ(connected.at("genesis_hash").as_string(), "0x" + std::string(64, '3'));
    EXPECT_EQ(connected.at("startup_time").as_string(), "42");
    EXPECT_TRUE(connected.at("authority").as_bool());

    const auto interval = payload_of(interval_message(best, final, 3, kNoon));
    EXPECT_EQ(interval.at("msg").as_string(), "system.interval");
    EXPECT_EQ(interval.at("height").to_number<uint64_t>(), 7u);
    EXPECT_EQ(interval.at("finalized_hash").as_string(), "0x" + std::string(64, '2'));
    EXPECT_EQ(interval.at("txcount").to_number<uint64_t>(), 3u);

    const auto import = payload_of(import_message(best, chain::BlockOrigin::kNetworkBroadcast, kNoon));
    EXPECT_EQ(import.at("height").to_number<uint64_t>(), 7u);
    EXPECT_EQ(import.at("origin").as_string(), "NetworkBroadcast");
    // A text here, and a number above.
    EXPECT_EQ(payload_of(finalized_message(final, kNoon)).at("height").as_string(), "5");
}

}  // namespace
}  // namespace serinus::node
