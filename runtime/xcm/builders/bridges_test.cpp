// Routers to other consensus systems. Source: staging-xcm-builder 22, universal_exports.rs
#include "runtime/xcm/builders/bridges.hpp"

#include <gtest/gtest.h>

#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/sample_test.hpp"

namespace serinus::xcm {
namespace {

using test::coins, test::coins_only, test::topic;

/// Remembers what it was asked to send, and where.
struct Recorder final : Router {
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override {
        asked = {destination, message.to_vector()};
        if (refusal) return Err(*refusal);
        return PricedTicket{{3, destination, {}, topic(1)}, coins_only(2)};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override {
        EXPECT_EQ(ticket.router, 3u);
        return ticket.id;
    }
    static inline std::pair<Location, std::vector<Instruction>> asked;
    static inline std::optional<SendError> refusal;
};
struct OwnBridge final : Exporter {
    Result<PricedTicket, SendError> validate(const NetworkId& network, uint32_t channel, const Junctions& source,
                                             const Junctions& destination, const Program&) const override {
        EXPECT_EQ(network, NetworkId::polkadot());
        EXPECT_EQ(channel, export_channel(Location::here(), destination));
        EXPECT_EQ(source.size(), 2u);
        return PricedTicket{{5, Location{0, destination}, {}, topic(2)}, {}};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override { return ticket.id; }
};

/// The Asset Hub of Kusama, whose bridges are its neighbour's.
Junctions here() { return {Junction::global_consensus(NetworkId::kusama()), Junction::parachain(1000)}; }
Location sibling(uint32_t para) { return {1, {Junction::parachain(para)}}; }
Location relay_asset() { return {1, {}}; }
Location remote(const NetworkId& network, uint32_t para) {
    return {2, {Junction::global_consensus(network), Junction::parachain(para)}};
}
Asset price_of_bridge() { return Asset::fungible({relay_asset()}, 50); }
const Junctions& only_hub() {
    static const Junctions place{Junction::parachain(1000)};
    return place;
}
std::vector<Bridge> bridges() {
    return {{NetworkId::polkadot(), std::vector<Junctions>{only_hub()}, sibling(1002), price_of_bridge()},
            {NetworkId::ethereum(1), std::nullopt, sibling(1013), std::nullopt}};
}

constexpr Recorder kRouter;
constexpr RemoteExporter kUnpaid(RemoteExporter::Payer::kUnpaid, bridges, kRouter, here);
constexpr RemoteExporter kPaid(RemoteExporter::Payer::kSovereignPaid, bridges, kRouter, here);
const Program kClear{{.op = Op::ClearOrigin}};

class XcmBridges : public testing::Test {
  protected:
    XcmBridges() { Recorder::refusal = std::nullopt; }
};

TEST_F(XcmBridges, RemoteIsWhatIsInAnotherNetwork) {
    EXPECT_EQ(remote_place(here(), remote(NetworkId::polkadot(), 1000)), std::pair(NetworkId::polkadot(), only_hub()));
    EXPECT_EQ(remote_place(here(), {2, {Junction::global_consensus(NetworkId::polkadot())}}),
              std::pair(NetworkId::polkadot(), Junctions()));
    EXPECT_EQ(remote_place(here(), remote(NetworkId::kusama(), 1000)), std::nullopt);
    EXPECT_EQ(remote_place(here(), sibling(1002)), std::nullopt);
    EXPECT_EQ(remote_place(here(), {2, {Junction::parachain(5)}}), std::nullopt) << "no network";
    EXPECT_EQ(remote_place(here(), {3, {Junction::global_consensus(NetworkId::polkadot())}}), std::nullopt)
        << "outside of the universe";
    EXPECT_EQ(remote_place({Junction::parachain(1000)}, remote(NetworkId::polkadot(), 1)), std::nullopt)
        << "the chain itself is in no network";
}

TEST_F(XcmBridges, AChainWithABridgeExportsItself) {
    static constexpr OwnBridge kBridge;
    const LocalExporter router(kBridge, here);
    const auto validated = router.validate(remote(NetworkId::polkadot(), 1000), kClear);
    ASSERT_TRUE(validated);
    EXPECT_EQ(router.deliver(validated->ticket), topic(2));
    EXPECT_EQ(router.validate(sibling(1002), kClear).error().code, SendError::Code::NotApplicable);
}

TEST_F(XcmBridges, ANeighbourIsAskedToExportForNothing) {
    const auto validated = kUnpaid.validate(remote(NetworkId::ethereum(1), 7), kClear);
    ASSERT_TRUE(validated);
    EXPECT_EQ(Recorder::asked.first, sibling(1013));
    const auto& sent = Recorder::asked.second;
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[0], (Instruction{.op = Op::UnpaidExecution}));
    EXPECT_EQ(sent[1], (Instruction{.op = Op::ExportMessage,
                                    .interior = {Junction::parachain(7)},
                                    .network = NetworkId::ethereum(1),
                                    .program = kClear}));
    EXPECT_EQ(validated->price, coins_only(2));
    EXPECT_EQ(kUnpaid.deliver(validated->ticket), topic(1));
}

TEST_F(XcmBridges, AnExportIsPaidFromTheAccountOfThisChainThere) {
    const auto validated = kPaid.validate(remote(NetworkId::polkadot(), 1000), kClear);
    ASSERT_TRUE(validated);
    const auto& sent = Recorder::asked.second;
    ASSERT_EQ(sent.size(), 4u);
    EXPECT_EQ(sent[0], (Instruction{.op = Op::WithdrawAsset, .assets = {{price_of_bridge()}}}));
    EXPECT_EQ(sent[1], (Instruction{.op = Op::BuyExecution, .asset = price_of_bridge()}));
    EXPECT_EQ(sent[2].op, Op::SetAppendix);
    EXPECT_EQ(sent[2].program.to_vector()[0].location, sibling(1000)) << "this chain, as its neighbour sees it";
    EXPECT_EQ(sent[3].op, Op::ExportMessage);
    EXPECT_EQ(validated->price, Assets::sorted({coins(2), price_of_bridge()}));
    // Of a bridge without a price nothing is bought.
    ASSERT_TRUE(kPaid.validate(remote(NetworkId::ethereum(1), 7), kClear));
    EXPECT_EQ(Recorder::asked.second.size(), 1u);
}

TEST_F(XcmBridges, TheTopicIsThatOfTheMessageToTheBridgeToo) {
    const Instruction set{.op = Op::SetTopic, .topic = topic(8)};
    ASSERT_TRUE(kUnpaid.validate(remote(NetworkId::ethereum(1), 7), {{.op = Op::ClearOrigin}, set}));
    EXPECT_EQ(Recorder::asked.second.back(), set);
}

TEST_F(XcmBridges, WhatNoBridgeGoesToIsLeftToOthers) {
    EXPECT_EQ(kUnpaid.validate(remote(NetworkId::polkadot(), 2000), kClear).error().code,
              SendError::Code::NotApplicable);
    EXPECT_EQ(kUnpaid.validate(sibling(1002), kClear).error().code, SendError::Code::NotApplicable);
    Recorder::refusal = SendError(SendError::Code::Unroutable);
    EXPECT_EQ(kUnpaid.validate(remote(NetworkId::ethereum(1), 7), kClear).error().code, SendError::Code::Unroutable);
}

}  // namespace
}  // namespace serinus::xcm
