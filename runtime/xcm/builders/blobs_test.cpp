// Messages over a bridge between two consensus systems. Source: staging-xcm-builder 22, universal_exports.rs
#include "runtime/xcm/builders/blobs.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/host/host.hpp"
#include "runtime/xcm/builders/barriers.hpp"
#include "runtime/xcm/builders/places.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime/xcm/builders/weigher.hpp"
#include "runtime/xcm/executor.hpp"
#include "runtime/xcm/sample_test.hpp"

namespace serinus::xcm {
namespace {

using test::coins_only, test::native, test::topic;

// The bridge goes from the Bridge Hub of Kusama to that of Polkadot; the Asset Hubs talk over it.
constexpr uint32_t kAssetHub = 1000, kBridgeHub = 1002;
Junction kusama() { return Junction::global_consensus(NetworkId::kusama()); }
Junction polkadot() { return Junction::global_consensus(NetworkId::polkadot()); }
Location sibling(uint32_t para) { return {1, {Junction::parachain(para)}}; }
Junctions only(uint32_t para) { return {Junction::parachain(para)}; }
Location behind_bridge() { return {2, {polkadot()}}; }

/// What the bridge was given, and what is known of places behind it.
struct Bridge {
    static inline std::vector<Bytes> hauled;
    static inline std::optional<SendError> fault;
    static inline std::optional<uint32_t> version;
    static inline Location asked;

    static std::optional<uint32_t> version_of(const Location& place) {
        asked = place;
        return version;
    }
    static Assets price() { return coins_only(7); }
    static Result<void, SendError> haul(BytesView blob) {
        if (fault) return Err(*fault);
        hauled.push_back(to_bytes(blob));
        return {};
    }
};
constexpr BlobExporter kExporter(behind_bridge, Bridge::version_of, Bridge::price, Bridge::haul);

struct Recorder final : Router {
    static inline std::optional<std::pair<Location, Program>> sent;
    static inline bool is_closed = false;
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override {
        ENSURE(!is_closed, SendError(SendError::Code::Unroutable));
        sent = {destination, message};
        return PricedTicket{{0, destination, {}, topic(1)}, {}};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override { return ticket.id; }
};
constexpr Recorder kRouter;

Junctions polkadots_bridge_hub() { return {polkadot(), Junction::parachain(kBridgeHub)}; }
constexpr FixedLocation kThere(polkadots_bridge_hub);
std::optional<Junctions> no_instance() { return std::nullopt; }
constexpr BlobDispatcher kDispatcher(kRouter, kThere, no_instance);

const Program kClear{{.op = Op::ClearError}};

class XcmBlobs : public testing::Test {
  protected:
    XcmBlobs() {
        Bridge::hauled.clear();
        Bridge::fault = std::nullopt;
        Bridge::version = 5;
        Recorder::sent = std::nullopt;
        Recorder::is_closed = false;
    }
    static Result<PricedTicket, SendError> validate(const Program& message, const Junctions& destination = only(1000),
                                                    const NetworkId& network = NetworkId::polkadot(),
                                                    const Junctions& source = {kusama(),
                                                                               Junction::parachain(kAssetHub)}) {
        return kExporter.validate(network, 3, source, destination, message);
    }
    static SendError::Code refusal(const Result<PricedTicket, SendError>& validated) {
        return validated ? SendError::Code{} : validated.error().code;
    }
    static Bytes blob(const Junctions& place, const Program& message) {
        return concat(VersionedInteriorLocation(place).encoded(), VersionedXcm(message).encoded());
    }
    static BlobError fault(BytesView blob, const BlobDispatcher& dispatcher = kDispatcher) {
        const auto result = dispatcher.dispatch(blob);
        EXPECT_FALSE(result);
        return result.error();
    }
};

TEST_F(XcmBlobs, TheMessageBeginsWithWhoSpeaksAsTheUniverseSeesIt) {
    const auto validated = validate(kClear);
    ASSERT_TRUE(validated);
    EXPECT_EQ(validated->price, coins_only(7));
    const Program wrapped{{.op = Op::UniversalOrigin, .junction = kusama()},
                          {.op = Op::DescendOrigin, .interior = only(kAssetHub)},
                          {.op = Op::ClearError}};
    EXPECT_EQ(validated->ticket.message, blob({polkadot(), Junction::parachain(1000)}, wrapped));
    EXPECT_EQ(validated->ticket.id, sdk::host::blake2_256(VersionedXcm(wrapped).encoded()).bytes);
    EXPECT_EQ(kExporter.deliver(validated->ticket), validated->ticket.id);
    EXPECT_EQ(Bridge::hauled, std::vector<Bytes>{validated->ticket.message});

    // The system itself does not descend; a topic is the id.
    const Program with_topic{{.op = Op::SetTopic, .topic = topic(6)}};
    const auto of_relay = validate(with_topic, {}, NetworkId::polkadot(), {kusama()});
    ASSERT_TRUE(of_relay);
    EXPECT_EQ(of_relay->ticket.id, topic(6));
    EXPECT_EQ(of_relay->ticket.message,
              blob({polkadot()}, {{.op = Op::UniversalOrigin, .junction = kusama()}, with_topic.to_vector()[0]}));
}

TEST_F(XcmBlobs, TheReceiverIsWrittenToInItsVersion) {
    Bridge::version = 4;
    const auto validated = validate(kClear);
    ASSERT_TRUE(validated);
    EXPECT_EQ(Bridge::asked, (Location{2, {polkadot(), Junction::parachain(1000)}}));
    EXPECT_EQ(validated->ticket.message.front(), 4) << "the place";
    EXPECT_EQ(refusal(validate({{.op = Op::SetHints}})), SendError::Code::DestinationUnsupported);
    Bridge::version = 2;
    EXPECT_EQ(refusal(validate(kClear)), SendError::Code::DestinationUnsupported);
    Bridge::version = std::nullopt;
    EXPECT_EQ(refusal(validate(kClear)), SendError::Code::DestinationUnsupported);
}

TEST_F(XcmBlobs, WhatTheBridgeDoesNotGoToIsLeftToOthers) {
    EXPECT_EQ(refusal(validate(kClear, only(1000), NetworkId::ethereum(1))), SendError::Code::NotApplicable);
    Junctions long_place;
    for (size_t i = 0; i < Junctions::kMax; ++i) ASSERT_TRUE(long_place.push(Junction::only_child()));
    EXPECT_EQ(refusal(validate(kClear, long_place)), SendError::Code::NotApplicable);
    EXPECT_EQ(refusal(validate(kClear, only(1000), NetworkId::polkadot(), only(kAssetHub))),
              SendError::Code::Unroutable)
        << "who speaks is in no system";
    Bridge::fault = SendError(SendError::Code::Transport, "full");
    EXPECT_EQ(kExporter.deliver(validate(kClear)->ticket).error(), *Bridge::fault);
}

TEST_F(XcmBlobs, AListTakesTheFirstBridgeThatGoesThere) {
    static constexpr BlobExporter kToEthereum(
        [] { return Location{2, {Junction::global_consensus(NetworkId::ethereum(1))}}; }, Bridge::version_of,
        [] { return coins_only(9); }, Bridge::haul);
    static constexpr const Exporter* kParts[] = {&kNoExporter, &kToEthereum, &kExporter};
    constexpr FirstExporter kAll(kParts);
    const auto to = [&](const NetworkId& network) { return kAll.validate(network, 0, {kusama()}, only(1000), kClear); };
    EXPECT_EQ(to(NetworkId::ethereum(1))->price, coins_only(9));
    const auto validated = to(NetworkId::polkadot());
    ASSERT_TRUE(validated);
    EXPECT_EQ(validated->price, coins_only(7));
    EXPECT_EQ(kAll.deliver(validated->ticket), validated->ticket.id);
    EXPECT_EQ(refusal(to(NetworkId::ethereum(2))), SendError::Code::NotApplicable);
    Bridge::version = std::nullopt;
    EXPECT_EQ(refusal(to(NetworkId::ethereum(1))), SendError::Code::DestinationUnsupported) << "nobody else is asked";
}

TEST_F(XcmBlobs, AnArrivalIsSentOnFromThePlaceOfTheBridge) {
    const Bytes came = blob({polkadot(), Junction::parachain(kAssetHub)}, kClear);
    ASSERT_TRUE(kDispatcher.dispatch(came));
    EXPECT_EQ(Recorder::sent, std::pair(sibling(kAssetHub), kClear));
    ASSERT_TRUE(kDispatcher.dispatch(concat(came, Bytes{1}))) << "what follows is ignored";
    ASSERT_TRUE(kDispatcher.dispatch(blob({polkadot()}, kClear)));
    EXPECT_EQ(Recorder::sent->first, Location::parent());

    const BlobDispatcher from_instance(kRouter, kThere,
                                       [] { return std::optional<Junctions>({Junction::pallet_instance(53)}); });
    ASSERT_TRUE(from_instance.dispatch(came));
    EXPECT_EQ(Recorder::sent->second, (Program{{.op = Op::DescendOrigin, .interior = {Junction::pallet_instance(53)}},
                                               {.op = Op::ClearError}}));
}

TEST_F(XcmBlobs, EachFaultOfAnArrivalHasAName) {
    const Bytes good = blob({polkadot()}, kClear);
    for (size_t size = 0; size < good.size(); ++size) {
        EXPECT_EQ(fault(BytesView(good).first(size)), BlobError::InvalidEncoding) << size;
    }
    EXPECT_EQ(fault(blob({kusama()}, kClear)), BlobError::WrongGlobal);
    EXPECT_EQ(fault(blob(only(1000), kClear)), BlobError::NonUniversalDestination);
    EXPECT_EQ(fault(blob({}, kClear)), BlobError::NonUniversalDestination);
    // Version 3: ExpectAsset of an abstract asset.
    const Bytes abstract = concat(Bytes{3, 4, 29, 4, 1}, Bytes(32), Bytes{0, 4});
    EXPECT_EQ(fault(concat(VersionedInteriorLocation(Junctions{polkadot()}).encoded(), abstract)),
              BlobError::UnsupportedXcmVersion);
    Recorder::is_closed = true;
    EXPECT_EQ(fault(good), BlobError::RoutingError);
    static constexpr FixedLocation kNowhere([] { return only(kBridgeHub); });
    EXPECT_EQ(fault(good, BlobDispatcher(kRouter, kNowhere, no_instance)), BlobError::Unbridgable);
}

// From one hub's ExportMessage to the program that runs on the other side.
struct NoCalls final : CallWeigher {
    std::optional<Weight> weight_of(BytesView) const override { return std::nullopt; }
};
constexpr NoCalls kNoCalls;
constexpr TableWeigher kWeigher([](const Instruction&) { return Weight::from_parts(1, 1); }, kNoCalls, 100);
constexpr WeightPrice kPrice{[] { return native(); }, [](Weight) { return uint128_t{0}; }, [](uint128_t) {}};
constexpr PriceTraders kTraders(kPrice);
constexpr AllowUnpaidExecutionFrom kAnybody(is_any);

Outcome run(const Config& config, const Location& origin, const Program& program) {
    XcmHash id = topic(1);
    return prepare_and_execute(config, origin, program, id, Weight::max(), Weight::zero());
}

TEST_F(XcmBlobs, WhoAsksAHubToExportIsWhoSpeaksBehindTheBridge) {
    static constexpr FixedLocation kHub([] { return Junctions{kusama(), Junction::parachain(kBridgeHub)}; });
    struct Free final : FeeManager {
        bool is_waived(const Location*, FeeReason reason) const override { return reason == FeeReason::Export; }
    };
    static constexpr Free kFree;
    const Config hub{.universal_location = kHub,
                     .barrier = kAnybody,
                     .weigher = kWeigher,
                     .traders = kTraders,
                     .fees = kFree,
                     .exporter = kExporter};
    const Location asset_hub{2, {kusama(), Junction::parachain(kAssetHub)}};
    const Program says{{.op = Op::ExpectOrigin, .maybe_location = asset_hub}};
    const Program asks{
        {.op = Op::ExportMessage, .interior = only(kAssetHub), .network = NetworkId::polkadot(), .program = says}};
    ASSERT_EQ(run(hub, sibling(kAssetHub), asks).kind, Outcome::Kind::Complete);
    ASSERT_EQ(Bridge::hauled.size(), 1u);
    ASSERT_TRUE(kDispatcher.dispatch(Bridge::hauled[0]));
    ASSERT_EQ(Recorder::sent->first, sibling(kAssetHub));

    static constexpr FixedLocation kReceiver([] { return Junctions{polkadot(), Junction::parachain(kAssetHub)}; });
    static constexpr UniversalAliasTable kBridges(
        [] { return std::vector<UniversalAliasTable::Entry>{{sibling(kBridgeHub), NetworkId::kusama()}}; });
    const Config receiver{.universal_location = kReceiver,
                          .barrier = kAnybody,
                          .weigher = kWeigher,
                          .traders = kTraders,
                          .universal_aliases = kBridges};
    EXPECT_EQ(run(receiver, sibling(kBridgeHub), Recorder::sent->second).kind, Outcome::Kind::Complete);
    EXPECT_EQ(run(receiver, sibling(2000), Recorder::sent->second).error,
              (InstructionError{0, Error::Code::InvalidLocation}))
        << "another chain may not say it";
}

}  // namespace
}  // namespace serinus::xcm
