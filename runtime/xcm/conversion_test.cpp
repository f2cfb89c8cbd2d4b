// What each version makes of the others. Source: staging-xcm 18 (TryFrom between v3, v4 and v5)
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/xcm/sample_test.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {
namespace {

using namespace test;

NetworkId network(NetworkId::Kind kind) { return {kind, 0, {}}; }

TEST(XcmConversion, NetworksThatVersion5DoesNotNameBecomeTheirGenesis) {
    using Kind = NetworkId::Kind;
    const std::pair<Kind, std::string_view> expected[] = {
        {Kind::Westend, "e143f23803ac50e8f6f8e62695d1ce9e4e1d68aa36c1cd2cfd15340213f3423e"},
        {Kind::Rococo, "6408de7737c59c238890533af25896a2c20608d8b380bb01029acb392781063e"},
        {Kind::Wococo, "0000000000000000000000000000000000000000000000000000000000000000"},
    };
    for (const auto& [kind, genesis] : expected) {
        const Bytes encoded{4, static_cast<uint8_t>(kind)};
        const auto latest = VersionedNetworkId::decode(encoded)->latest();
        ASSERT_TRUE(latest);
        EXPECT_EQ(latest->kind, Kind::ByGenesis);
        EXPECT_EQ(to_hex(latest->hash), genesis);
        // Between 3 and 4 they stay, and from 5 they do not come back.
        EXPECT_EQ(VersionedNetworkId::decode(encoded)->into_version(3)->encoded(),
                  (Bytes{3, static_cast<uint8_t>(kind)}));
        EXPECT_EQ(VersionedNetworkId(*latest).into_version(4)->content()[0], 0);
    }
}

// Pitfall: what was sorted before may not be sorted any more.
TEST(XcmConversion, ListsAreNotSortedAgain) {
    const auto asset = [](NetworkId::Kind kind) {
        return Asset::fungible({{2, {Junction::global_consensus(network(kind))}}}, 1);
    };
    scale::Encoder out;
    Writer writer(out, Version::V4, Version::V4);
    out.byte(4);
    writer.write(Assets{{asset(NetworkId::Kind::Polkadot), asset(NetworkId::Kind::Westend)}});
    const auto versioned = VersionedAssets::decode(std::move(out).finish());
    ASSERT_TRUE(versioned);
    const auto latest = versioned->latest();
    ASSERT_TRUE(latest);
    EXPECT_GT(latest->items[0], latest->items[1]);
    EXPECT_FALSE(VersionedAssets::decode(VersionedAssets(*latest).encoded()));
}

TEST(XcmConversion, AbstractIdsStayInVersion3) {
    const Bytes abstract = concat(Bytes{1}, Bytes(32, 7));
    const Bytes assets = concat(Bytes{3, 4}, abstract, Bytes{0, 4});
    const auto versioned = VersionedAssets::decode(assets);
    ASSERT_TRUE(versioned);
    EXPECT_FALSE(versioned->latest());
    EXPECT_FALSE(versioned->into_version(4));
    EXPECT_EQ(versioned->into_version(3), versioned);
    // Also in a wildcard, deep in a program.
    const Bytes program = concat(Bytes{3, 4, 22, 4, 13, 1, 1}, abstract, Bytes{0, 0, 0});
    ASSERT_TRUE(VersionedXcm::decode(program));
    EXPECT_FALSE(VersionedXcm::decode(program)->latest());
}

TEST(XcmConversion, RoundTripsThroughOlderVersionsChangeNothingElse) {
    for (const Instruction& instruction : every_instruction()) {
        if (static_cast<uint8_t>(instruction.op) >= kOpCountBefore5) continue;
        const VersionedXcm latest(Program{instruction});
        const auto v4 = latest.into_version(4);
        const auto v3 = v4->into_version(3);
        ASSERT_TRUE(v4 && v3);
        EXPECT_EQ(latest.into_version(3), v3) << static_cast<int>(instruction.op);
        EXPECT_EQ(v3->into_version(4), v4) << static_cast<int>(instruction.op);
        EXPECT_EQ(v4->latest(), latest.latest()) << static_cast<int>(instruction.op);
        EXPECT_EQ(v3->latest(), latest.latest()) << static_cast<int>(instruction.op);
    }
}

// Pitfall: error 35 is another one from version 5 on.
TEST(XcmConversion, ErrorsBeyond34AreCountedUpButNotDown) {
    const auto of_error = [](uint8_t version, uint8_t error) {
        return VersionedXcm::decode(Bytes{version, 4, 31, 1, 0, 0, 0, 0, error});
    };
    EXPECT_EQ(of_error(4, 34)->latest()->to_vector()[0].error->error.code, Error::Code::NotDepositable);
    EXPECT_EQ(of_error(4, 35)->latest()->to_vector()[0].error->error.code, Error::Code::UnhandledXcmVersion);
    EXPECT_EQ(of_error(3, 37)->latest()->to_vector()[0].error->error.code, Error::Code::Barrier);
    EXPECT_EQ(of_error(3, 37)->into_version(4)->content().back(), 37);
    EXPECT_FALSE(of_error(4, 40));
    EXPECT_TRUE(of_error(5, 40));
    EXPECT_TRUE(of_error(5, 34)->into_version(4));
    constexpr uint8_t kNewErrors[] = {35, 36, 38, 39, 40};
    for (const uint8_t error : kNewErrors) EXPECT_FALSE(of_error(5, error)->into_version(4)) << int{error};
}

/// Calls of one byte weigh what it says.
struct ByteCalls final : CallWeigher {
    std::optional<Weight> weight_of(BytesView call) const override {
        if (call.size() != 1) return std::nullopt;
        return Weight::from_parts(call[0], 0);
    }
};

Weight transact_weight(std::optional<Weight> fallback, Bytes call, const CallWeigher* calls) {
    const VersionedXcm latest(Program{{.op = Op::Transact, .fallback_weight = fallback, .bytes = std::move(call)}});
    const auto back = latest.into_version(4, calls)->latest();
    return *back->to_vector()[0].fallback_weight;
}

TEST(XcmConversion, TransactWeighsItsCallOrTheFallbackBeforeVersion5) {
    const ByteCalls calls;
    const Weight fallback = Weight::from_parts(9, 9);
    EXPECT_EQ(transact_weight(fallback, {7}, &calls), Weight::from_parts(7, 0));
    EXPECT_EQ(transact_weight(fallback, {7, 7}, &calls), fallback);
    EXPECT_EQ(transact_weight({}, {7, 7}, &calls), Weight::max());
    // Pitfall: programs that are sent have no calls but the empty one.
    EXPECT_EQ(transact_weight(fallback, {7}, nullptr), fallback);
    EXPECT_EQ(transact_weight({}, {7}, nullptr), Weight::max());
    EXPECT_EQ(transact_weight(fallback, {}, nullptr), Weight::zero());
}

TEST(XcmConversion, OfDeepProgramsNeedsLittleStack) {
    Program program;
    for (int i = 0; i < 250; ++i) program = Program{{.op = Op::SetAppendix, .program = program}};
    EXPECT_TRUE(VersionedXcm(program).into_version(3)->latest());
}

}  // namespace
}  // namespace serinus::xcm
