// Genesis configurations as JSON. Observed: polkadot v1.0.0: serde's attributes of FRAME's GenesisConfig
#include "runtime/sdk/genesis/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/sdk/genesis/address.hpp"
#include "runtime/sdk/genesis/fixed_point.hpp"
#include "runtime/sdk/keys.hpp"

// Names of fields are read from types with linkage only.
namespace serinus::sdk::genesis::config_test {

enum class Slots : uint8_t { Primary, All };

struct Fraction {
    std::pair<uint64_t, uint64_t> c;
    Slots allowed_slots{};
    friend bool operator==(const Fraction&, const Fraction&) = default;
};

struct Bound {
    uint32_t least{};
    std::optional<uint32_t> most;
    friend bool operator==(const Bound&, const Bound&) = default;
};

struct Newtype {
    uint32_t _0{};
    friend bool operator==(const Newtype&, const Newtype&) = default;
};

struct Entry {
    static constexpr bool kJsonTuple = true;
    AccountId who;
    uint32_t since{};
    friend bool operator==(const Entry&, const Entry&) = default;
};

struct Limit {
    struct Pages {
        uint32_t _0;
        friend bool operator==(const Pages&, const Pages&) = default;
    };
    struct Timeout {
        Slots _0;
        uint64_t _1;
        friend bool operator==(const Timeout&, const Timeout&) = default;
    };
    struct None {
        friend bool operator==(const None&, const None&) = default;
    };
    std::variant<Pages, Timeout, None> v;
    friend bool operator==(const Limit&, const Limit&) = default;
};

struct Config {
    std::vector<std::pair<AccountId, Balance>> balances;
    std::optional<AccountId> key;
    Fraction epoch_config;
    std::vector<Entry> entries;
    Newtype new_type;
    Bytes raw_bytes;
    std::vector<Limit> limits;
    Bound bound;
    bool flag = true;
    friend bool operator==(const Config&, const Config&) = default;
};

/// A member that has a value by default, and may have none.
struct WithOptional {
    std::optional<uint32_t> limit = 5;
};

}  // namespace serinus::sdk::genesis::config_test

namespace serinus::sdk::genesis {
namespace {

using namespace config_test;

constexpr const char* kAlice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

constexpr detail::ObjectRules kOfPallet{.camel = true, .complete = false, .ignores_others = false};

std::string fault_of(std::string_view text) {
    json::Reader in(text);
    Config config;
    if (detail::read_object(in, config, kOfPallet) && in.finish()) return "";
    return in.fault();
}

TEST(GenesisConfig, IsReadByTheNamesOfItsFields) {
    const std::string alice = kAlice;
    const std::string text = R"({"balances": [[")" + alice +
                             R"(", 340282366920938463463374607431768211455]], "key": ")" + alice +
                             R"(", "epochConfig": {"c": [1, 4], "allowed_slots": "All"}, "entries": [[")" + alice +
                             R"(", 7]], "newType": 5, "rawBytes": "0x00ff", "flag": false})";
    json::Reader in(text);
    Config config;
    ASSERT_TRUE(detail::read_object(in, config, kOfPallet)) << in.fault();
    ASSERT_TRUE(in.finish());
    ASSERT_EQ(config.balances.size(), 1u);
    EXPECT_EQ(config.balances[0].second, max_value<uint128_t>());
    EXPECT_EQ(config.key, config.balances[0].first);
    EXPECT_EQ(config.key->bytes[0], 0xd4);
    EXPECT_EQ(config.epoch_config, (Fraction{{1, 4}, Slots::All}));
    EXPECT_EQ(config.entries, (std::vector<Entry>{{*config.key, 7}}));
    EXPECT_EQ(config.new_type._0, 5u);
    EXPECT_EQ(config.raw_bytes, (Bytes{0, 0xff}));
    EXPECT_FALSE(config.flag);

    json::Writer out;
    detail::write_object(out, config, true);
    const std::string written = std::move(out).finish();
    json::Reader again(written);
    Config copy;
    ASSERT_TRUE(detail::read_object(again, copy, kOfPallet)) << written;
    EXPECT_EQ(copy, config);
}

// Observed: sp-arithmetic 28, fixed_point.rs
TEST(GenesisConfig, WritesAFixedPointNumberAsAString) {
    const auto read_fixed = [](std::string_view text) -> std::optional<FixedU128> {
        json::Reader in(text);
        FixedU128 value;
        return read(in, value) && in.finish() ? std::optional(value) : std::nullopt;
    };
    EXPECT_EQ(read_fixed(R"("1000000000000000000")"), FixedU128::one());
    EXPECT_EQ(read_fixed(R"("+007")"), FixedU128::from_inner(7));
    EXPECT_EQ(read_fixed(R"("340282366920938463463374607431768211455")"), FixedU128::max());
    for (const char* wrong : {R"("340282366920938463463374607431768211456")", R"("")", R"("+")", R"("-1")", R"("1.0")",
                              R"(" 1")", "1", "null"}) {
        EXPECT_FALSE(read_fixed(wrong)) << wrong;
    }
    for (const FixedU128 value : {FixedU128::zero(), FixedU128::one(), FixedU128::max()}) {
        json::Writer out;
        write(out, value);
        EXPECT_EQ(read_fixed(std::move(out).finish()), value);
    }
}

TEST(GenesisConfig, NamesTheAlternativeOfAVariant) {
    constexpr std::string_view kText = R"({"limits":[{"Pages":7},"None",{"Timeout":["All",9]}]})";
    json::Reader in(kText);
    Config config;
    ASSERT_TRUE(detail::read_object(in, config, kOfPallet)) << in.fault();
    EXPECT_EQ(config.limits, (std::vector<Limit>{{Limit::Pages{7}}, {Limit::None{}}, {Limit::Timeout{Slots::All, 9}}}));
    json::Writer out;
    write(out, config.limits);
    EXPECT_EQ("{\"limits\":" + std::move(out).finish() + "}", kText);

    EXPECT_THAT(fault_of(R"({"limits":["Pages"]})"), testing::HasSubstr("unknown variant `Pages`"));
    EXPECT_THAT(fault_of(R"({"limits":[{"None":1}]})"), testing::HasSubstr("unknown variant `None`"));
    EXPECT_THAT(fault_of(R"({"limits":[{}]})"), testing::HasSubstr("expected one variant"));
    EXPECT_THAT(fault_of(R"({"limits":[{"Pages":1,"None":1}]})"), testing::HasSubstr("expected one variant"));
    EXPECT_THAT(fault_of(R"({"limits":[{"Timeout":["All",9,1]}]})"), testing::HasSubstr("too many elements"));
    EXPECT_NE(fault_of(R"({"limits":[3]})"), "");
}

TEST(GenesisConfig, KeepsDefaultsForWhatIsMissing) {
    EXPECT_EQ(fault_of("{}"), "");
    EXPECT_EQ(fault_of(R"({"key": null})"), "");
}

TEST(GenesisConfig, RefusesWhatItDoesNotKnow) {
    EXPECT_THAT(fault_of(R"({"balance": []})"), testing::StartsWith("unknown field `balance`, expected one of `"));
    EXPECT_THAT(fault_of(R"({"balance": []})"), testing::EndsWith("` at line 1 column 10")) << "behind the name";
    EXPECT_NE(fault_of(R"({"epoch_config": {}})"), "");
    EXPECT_NE(fault_of(R"({"flag": true, "flag": true})"), "");
    EXPECT_NE(fault_of(R"({"flag": 1})"), "");
    EXPECT_NE(fault_of(R"({"epochConfig": {"c": [1, 4]}})"), "");
    EXPECT_NE(fault_of(R"({"epochConfig": {"c": [1], "allowed_slots": "All"}})"), "");
    EXPECT_NE(fault_of(R"({"epochConfig": {"c": [1, 4, 5], "allowed_slots": "All"}})"), "");
    EXPECT_NE(fault_of(R"({"epochConfig": {"c": [1, 4], "allowed_slots": "Some"}})"), "");
    EXPECT_NE(fault_of(R"({"newType": 4294967296})"), "");
    EXPECT_NE(fault_of(R"({"rawBytes": "00ff"})"), "");
    EXPECT_NE(fault_of(R"({"key": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ"})"), "");
}

// Observed: GenesisBuilder_build_state of Kusama 1.7.1
TEST(GenesisConfig, OfARuntimeApiHasAllMembers) {
    json::Reader in(R"({"flag": true})");
    Config config;
    EXPECT_FALSE(detail::read_object(in, config, {.camel = true, .complete = true, .ignores_others = false}));
    EXPECT_THAT(in.fault(), testing::StartsWith("missing field `")) << in.fault();
    EXPECT_THAT(in.fault(), testing::EndsWith("` at line 1 column 14")) << in.fault();
}

TEST(GenesisConfig, OfARuntimeApiHasNoValueWhereAnOptionalMemberIsMissing) {
    const auto limit_of = [](std::string_view text, bool complete) {
        json::Reader in(text);
        WithOptional config;
        EXPECT_TRUE(detail::read_object(in, config, {.camel = true, .complete = complete, .ignores_others = false}));
        return config.limit;
    };
    EXPECT_EQ(limit_of("{}", true), std::nullopt);
    EXPECT_EQ(limit_of(R"({"limit": 7})", true), 7u);
    EXPECT_EQ(limit_of("{}", false), 5u) << "natively";
}

// Observed: serde derives of polkadot v1.0.0; Zombienet writes session keys by all names that there ever were.
TEST(GenesisConfig, TakesAnOptionalMemberThatIsMissingForNone) {
    EXPECT_EQ(fault_of(R"({"bound":{"least":3}})"), "");
    EXPECT_THAT(fault_of(R"({"bound":{"most":3}})"), testing::HasSubstr("missing field `least`"));
}

TEST(GenesisConfig, IgnoresUnknownMembersInsideOfValues) {
    EXPECT_EQ(fault_of(R"({"epochConfig": {"c": [1, 4], "d": {"e": [null]}, "allowed_slots": "All"}})"), "");
    EXPECT_NE(fault_of(R"({"epochConfig": {"c": [1, 4], "d": {"e": [nul]}, "allowed_slots": "All"}})"), "");
    EXPECT_NE(fault_of(R"({"epochConfig": {"c": [1, 4], "slots": "All"}})"), "") << "a member is still missing";
}

TEST(Ss58, HoldsKeysOfBothSizes) {
    // Source: the well-known keys of //Alice, sr25519 and ecdsa
    const auto alice = from_ss58(kAlice, 32);
    ASSERT_TRUE(alice.has_value());
    EXPECT_EQ(to_ss58(*alice), kAlice);
    EXPECT_FALSE(from_ss58(kAlice, 33).has_value());
    const auto ecdsa = from_ss58("KW39r9CJjAVzmkf9zQ4YDb2hqfAVGdRqn53eRqyruqpxAP5YL", 33);
    ASSERT_TRUE(ecdsa.has_value());
    EXPECT_EQ((*ecdsa)[0], 2);
    // On Kusama, with another prefix: the same key.
    EXPECT_EQ(from_ss58("HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F", 32), alice);
}

TEST(Ss58, RefusesEveryDamage) {
    const std::string address = kAlice;
    for (size_t i = 0; i < address.size(); ++i) {
        std::string damaged = address;
        damaged[i] = damaged[i] == '2' ? '3' : '2';
        EXPECT_FALSE(from_ss58(damaged, 32).has_value()) << i;
        EXPECT_FALSE(from_ss58(address.substr(0, i), 32).has_value()) << i;
    }
    EXPECT_FALSE(from_ss58("", 32).has_value());
    EXPECT_FALSE(from_ss58(address + "0", 32).has_value());
    EXPECT_FALSE(from_ss58(std::string(1000, '1'), 32).has_value());
}

}  // namespace
}  // namespace serinus::sdk::genesis
