// XcmPallet, read as a specification: versions that other chains understand, and who is told ours. Pallet: xcm
#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

class XcmVersionTest : public XcmTest {
  protected:
    using Notifier = Query::VersionNotifier;
    using Target = std::tuple<uint64_t, Weight, uint32_t>;

    static void know(const xcm::Location& place, uint32_t version) {
        make_ok(root(), Xcm::force_xcm_version{xcm::Location(place), version});
    }
    static xcm::Response version(uint32_t number) {
        xcm::Response response;
        response.kind = xcm::Response::Kind::Version;
        response.version = number;
        return response;
    }
    static std::vector<std::pair<xcm::Location, uint32_t>> queue() {
        std::vector<std::pair<xcm::Location, uint32_t>> out;
        for (const auto& [place, count] : storage.VersionDiscoveryQueue.get()) out.emplace_back(*place.latest(), count);
        return out;
    }
};

TEST_F(XcmVersionTest, AMessageIsInTheVersionThatItsReceiverUnderstands) {
    const xcm::Program program{{.op = Op::ClearOrigin}};
    know(parachain(7), 3);
    EXPECT_TRUE(saw<Xcm>(Event::SupportedVersionChanged{parachain(7), 3}));
    EXPECT_EQ(Xcm::wrap_version(parachain(7), program)->version(), xcm::Version::V3);
    know(parachain(7), 9);
    EXPECT_EQ(Xcm::wrap_version(parachain(7), program)->version(), xcm::Version::V5) << "no newer one than we know";
    know(parachain(7), 2);
    EXPECT_EQ(Xcm::wrap_version(parachain(7), program), std::nullopt);
    EXPECT_TRUE(queue().empty());
}

TEST_F(XcmVersionTest, WhatAVersionCannotSayIsNotSentInIt) {
    know(parachain(7), 4);
    const xcm::Program program{{.op = Op::PayFees, .asset = coins(1)}};
    EXPECT_EQ(Xcm::wrap_version(parachain(7), program), std::nullopt);
    know(parachain(7), 5);
    EXPECT_TRUE(Xcm::wrap_version(parachain(7), program));
}

TEST_F(XcmVersionTest, AnUnknownReceiverIsWrittenToInTheSafeVersionAndNoted) {
    make_error(signed_by(kAlice), Xcm::force_default_xcm_version{4}, kBadOrigin);
    make_ok(root(), Xcm::force_default_xcm_version{4});
    EXPECT_EQ(Xcm::version_for(parachain(7)), xcm::Version::V4);
    EXPECT_EQ(Xcm::version_for(parachain(8)), xcm::Version::V4);
    EXPECT_EQ(Xcm::version_for(parachain(7)), xcm::Version::V4);
    EXPECT_EQ(queue(), (std::vector<std::pair<xcm::Location, uint32_t>>{{parachain(7), 2}, {parachain(8), 1}}));

    make_ok(root(), Xcm::force_default_xcm_version{std::nullopt});
    EXPECT_EQ(Xcm::version_for(parachain(9)), std::nullopt);
    EXPECT_EQ(queue().size(), 3u);
    EXPECT_EQ(Xcm::version_for(parachain(10)), std::nullopt);
    EXPECT_EQ(queue().size(), 3u) << "the queue is full";
}

TEST_F(XcmVersionTest, TheOneThatIsWrittenToMostIsAskedFirst) {
    for (const uint32_t para : {7u, 8u, 8u, 9u, 9u}) Xcm::version_for(parachain(para));
    const auto db = chain::XcmConfig::kDbWeight;
    EXPECT_EQ(begin_block<Xcm>(2), db.reads_writes(2, 2));
    // Of those with the same count the one that was noted last.
    EXPECT_EQ(message(), (std::vector<xcm::Instruction>{{.op = Op::SubscribeVersion, .id = 0}}));
    EXPECT_EQ(outside.messages[0].first, parachain(9));
    EXPECT_TRUE(saw<Xcm>(Event::VersionNotifyRequested{parachain(9), {}, topic(9)}));
    EXPECT_EQ(queue(), (std::vector<std::pair<xcm::Location, uint32_t>>{{parachain(7), 1}, {parachain(8), 2}}));
    EXPECT_EQ(storage.VersionNotifiers.get(5, parachain(9)), 0u);
    EXPECT_EQ(storage.Queries.get(0), (Query{Notifier{parachain(9), false}}));
}

TEST_F(XcmVersionTest, WhoCannotBeAskedIsDropped) {
    for (const uint32_t para : {7u, 8u, 9u}) Xcm::version_for(parachain(para));
    outside.validate_error = xcm::SendError::Code::Unroutable;
    EXPECT_EQ(begin_block<Xcm>(2), chain::XcmConfig::kDbWeight.reads_writes(1, 1));
    EXPECT_TRUE(queue().empty());
    EXPECT_TRUE(storage.VersionDiscoveryQueue.exists()) << "also an empty queue is stored";
    EXPECT_EQ(storage.QueryCounter.get(), 3u);
    EXPECT_FALSE(storage.Queries.exists(0));
}

TEST_F(XcmVersionTest, APlaceIsAskedOnce) {
    const Xcm::force_subscribe_version_notify ask{in(xcm::Version::V3, parachain(7))};
    make_error(signed_by(kAlice), ask, kBadOrigin);
    make_ok(root(), ask);
    make_error(root(), ask, Error{Error::AlreadySubscribed{}});
    outside.deliver_error = xcm::SendError::Code::Transport;
    make_error(root(), Xcm::force_subscribe_version_notify{xcm::VersionedLocation(parachain(8))},
               Error{Error::InvalidOrigin{}});
}

TEST_F(XcmVersionTest, ItIsAskedToTellNoMore) {
    const Xcm::force_unsubscribe_version_notify end{xcm::VersionedLocation(parachain(7))};
    make_error(root(), end, Error{Error::NoSubscription{}});
    make_ok(root(), Xcm::force_subscribe_version_notify{xcm::VersionedLocation(parachain(7))});
    outside.deliver_error = xcm::SendError::Code::Transport;
    make_error(root(), end, Error{Error::InvalidOrigin{}});
    outside.deliver_error = std::nullopt;
    outside.price = coins_only(3);
    make_ok(root(), end);
    expect_events({event<Xcm>(Event::VersionNotifyUnrequested{parachain(7), coins_only(3), topic(9)})});
    EXPECT_EQ(outside.messages.back().second.to_vector(),
              (std::vector<xcm::Instruction>{{.op = Op::UnsubscribeVersion}}));
    EXPECT_FALSE(storage.VersionNotifiers.exists(5, parachain(7)));
    EXPECT_FALSE(storage.Queries.exists(0));
}

TEST_F(XcmVersionTest, ItsAnswersAreItsVersion) {
    make_ok(root(), Xcm::force_subscribe_version_notify{xcm::VersionedLocation(parachain(7))});
    EXPECT_TRUE(Xcm::responses.is_expected(parachain(7), 0, nullptr));
    EXPECT_FALSE(Xcm::responses.is_expected(parachain(8), 0, nullptr));
    System::reset_events();
    Xcm::responses.on_response(parachain(8), 0, nullptr, version(4), {}, context());
    expect_events({event<Xcm>(Event::InvalidResponder{parachain(8), 0, parachain(7)})});

    for (const uint32_t number : {4u, 5u}) {
        System::reset_events();
        Xcm::responses.on_response(parachain(7), 0, nullptr, version(number), {}, context());
        expect_events({event<Xcm>(Event::SupportedVersionChanged{parachain(7), number})});
        EXPECT_EQ(storage.SupportedVersion.get(5, parachain(7)), number);
        EXPECT_EQ(storage.Queries.get(0), (Query{Notifier{parachain(7), true}}));
    }
    System::reset_events();
    Xcm::responses.on_response(parachain(7), 0, nullptr, {}, {}, context());
    expect_events({event<Xcm>(Event::UnexpectedResponse{parachain(7), 0})});
}

TEST_F(XcmVersionTest, WhoAsksIsToldOurVersionOnce) {
    const Weight most = Weight::from_parts(3, 4);
    outside.price = coins_only(3);
    EXPECT_TRUE(Xcm::subscriptions.start(parachain(7), 12, most, context()));
    EXPECT_TRUE(saw<Xcm>(Event::VersionNotifyStarted{parachain(7), coins_only(3), topic(9)}));
    EXPECT_EQ(
        message(),
        (std::vector<xcm::Instruction>{{.op = Op::QueryResponse, .id = 12, .weight = most, .response = version(5)}}));
    EXPECT_EQ(storage.VersionNotifyTargets.get(5, parachain(7)), (Target{12, most, 5}));
    EXPECT_EQ(Xcm::subscriptions.start(parachain(7), 13, most, context()).error(),
              xcm::Error(xcm::Error::Code::InvalidLocation));

    EXPECT_TRUE(Xcm::subscriptions.stop(parachain(7), context()));
    EXPECT_FALSE(storage.VersionNotifyTargets.exists(5, parachain(7)));
    EXPECT_TRUE(Xcm::subscriptions.stop(parachain(7), context())) << "nobody has asked";
    outside.deliver_error = xcm::SendError::Code::Fees;
    EXPECT_EQ(Xcm::subscriptions.start(parachain(7), 14, most, context()).error(),
              xcm::SendError(xcm::SendError::Code::Fees).as_error());
}

}  // namespace
}  // namespace serinus::pallet_xcm
