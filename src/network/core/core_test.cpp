// The core passes events to modules and orders to the shell; without sockets.
#include "network/core/core.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::network {
namespace {

using link::test_peer;

struct Recorder final : Module {
    std::vector<std::string> events;
    std::optional<Millis> timer;

    void on_connection(ConnectionId id, const ConnectionInfo&, Millis) override { add("connection", id); }
    void on_connection_gone(ConnectionId id, Millis) override { add("connection gone", id); }
    void on_peer_connected(const PeerId&, Millis) override { events.emplace_back("peer"); }
    void on_peer_gone(const PeerId&, Millis) override { events.emplace_back("peer gone"); }
    void on_request(link::RequestEvent event, Millis) override { add("request", event.index()); }
    void on_notification(link::NotificationEvent event, Millis) override { add("notification", event.index()); }
    void on_substream(ConnectionId, const PeerId&, const link::MessageEvent& event, Millis) override {
        add("substream", event.index());
    }
    void on_dial_failed(const wire::Multiaddr&, bool, Millis) override { events.emplace_back("dial failed"); }
    void on_timer(Millis) override {
        events.emplace_back("timer");
        timer.reset();
    }
    std::optional<Millis> next_timer() const override { return timer; }

    void add(const std::string& what, uint64_t number) { events.push_back(what + " " + std::to_string(number)); }
    std::vector<std::string> take() { return std::exchange(events, {}); }
};

class CoreTest : public testing::Test, public link::Substreams, public Connections {
  protected:
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return ++opened_; }
    bool send(const SubstreamKey&, BytesView) override { return true; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey& key) override { reset_.push_back(key.substream); }
    void dial(const wire::Multiaddr& address, const std::optional<PeerId>&) override { dialed_.push_back(address); }
    void disconnect(ConnectionId connection) override { disconnected_.push_back(connection); }

    static CoreProtocols protocols() {
        CoreProtocols out;
        out.requests.push_back(
            {.names = {"/req/1", "/req/0"}, .max_request_bytes = 10, .max_response_bytes = 10, .timeout_ms = 1000});
        out.notifications.push_back({.names = {"/notes"}, .max_message_bytes = 10});
        return out;
    }
    void connect(ConnectionId id, uint8_t peer, Millis now = 0) {
        core_.on_connected(id, {test_peer(peer), *wire::Multiaddr::parse("/ip4/1.1.1.1/tcp/1"), false}, now);
    }

    Core core_{protocols(), *this, *this, 1};
    Recorder module_;
    link::SubstreamId opened_ = 100;
    std::vector<link::SubstreamId> reset_;
    std::vector<ConnectionId> disconnected_;
    std::vector<wire::Multiaddr> dialed_;
};
using Strings = std::vector<std::string>;

TEST_F(CoreTest, ThePeerComesWithItsFirstConnectionAndGoesWithItsLast) {
    core_.add_module(module_);
    connect(1, 1);
    connect(2, 1);
    EXPECT_EQ(module_.take(), (Strings{"connection 1", "peer", "connection 2"}));
    EXPECT_EQ(core_.peer_count(), 1u);
    core_.on_disconnected(1, 0);
    EXPECT_TRUE(core_.is_connected(test_peer(1)));
    core_.on_disconnected(2, 0);
    EXPECT_EQ(module_.take(), (Strings{"connection gone 1", "connection gone 2", "peer gone"}));
    EXPECT_FALSE(core_.is_connected(test_peer(1)));
    core_.on_disconnected(2, 0);  // once more: nothing
    EXPECT_TRUE(module_.take().empty());
}

// A boot node is wanted for a slot and by the DHT, at the same moment.
TEST_F(CoreTest, ADialServesAllWhoWantIt) {
    Recorder other;
    core_.add_module(module_);
    core_.add_module(other);
    const auto address = *wire::Multiaddr::parse("/dns/one.example/tcp/1");
    const auto second = *wire::Multiaddr::parse("/ip4/1.1.1.1/tcp/2");
    const auto whole = address.with_peer_id(test_peer(1));
    core_.dial(address, test_peer(1));
    core_.dial(whole, test_peer(1));
    EXPECT_EQ(dialed_, std::vector{whole});
    core_.dial(second, test_peer(1));
    core_.dial(address, test_peer(2));
    EXPECT_EQ(dialed_.size(), 3u) << "another address, or another peer, is another dial";

    core_.on_dial_failed(whole, false, 5);
    EXPECT_EQ(module_.take(), Strings{"dial failed"});
    EXPECT_EQ(other.take(), Strings{"dial failed"});
    core_.dial(address, test_peer(1));
    EXPECT_EQ(dialed_.size(), 4u) << "the one before has ended";

    // The address behind the name.
    core_.on_connected(1, {test_peer(1), *wire::Multiaddr::parse("/ip4/1.1.1.1/tcp/1"), true}, 6);
    core_.on_disconnected(1, 7);
    core_.dial(address, test_peer(1));
    EXPECT_EQ(dialed_.size(), 5u);
}

// No protocol is free of charge, whatever its module does.
TEST_F(CoreTest, EachRequestAndEachOfferHasAPrice) {
    std::vector<Report> reports;
    core_.on_report = [&](const PeerId&, const Report& report, Millis) { reports.push_back(report); };
    connect(1, 1);
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/0"}, 10);
    EXPECT_TRUE(reports.empty()) << "nothing is asked yet";
    core_.on_message_event(1, link::MessageReceived{5, {1, 2}}, 10);
    EXPECT_EQ(std::exchange(reports, {}), std::vector{kRequestPrice}) << "of a protocol that no module answers, too";
    core_.on_message_event(1, libp2p::SubstreamAccepted{7, "/notes"}, 10);
    core_.on_message_event(1, link::MessageReceived{7, {1}}, 10);
    EXPECT_EQ(std::exchange(reports, {}), std::vector{kOfferPrice});
}

TEST_F(CoreTest, RequestsGoToTheirModuleAndAnswersToWhoAsked) {
    Recorder server;
    core_.set_request_module(0, server);
    core_.add_module(module_);
    connect(1, 1);
    (void)module_.take();
    (void)server.take();
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/0"}, 10);
    core_.on_message_event(1, link::MessageReceived{5, {1, 2}}, 10);
    EXPECT_EQ(server.take(), Strings{"request 2"});  // RequestReceived

    const auto asked = core_.request(module_, test_peer(1), 0, Bytes{1}, 20);
    ASSERT_TRUE(asked);
    core_.on_message_event(1, link::MessageReceived{opened_, {7}}, 30);
    core_.on_message_event(1, libp2p::SubstreamFinished{opened_}, 30);
    EXPECT_EQ(module_.take(), Strings{"request 0"});  // ResponseReceived
    EXPECT_TRUE(server.take().empty());
    EXPECT_FALSE(core_.request(module_, test_peer(2), 0, Bytes{1}, 20)) << "not connected";
}

TEST_F(CoreTest, ARequestIsHandedOnWithoutACopy) {
    struct Keeper final : Module {
        const uint8_t* content = nullptr;
        void on_request(link::RequestEvent event, Millis) override {
            content = std::get<link::RequestReceived>(event).content.data();
        }
    } keeper;
    core_.set_request_module(0, keeper);
    connect(1, 1);
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/1"}, 0);
    Bytes message(10, 1);
    const uint8_t* const place = message.data();
    core_.on_message_event(1, link::MessageReceived{5, std::move(message)}, 0);
    EXPECT_EQ(keeper.content, place);
}

TEST_F(CoreTest, RequestsAndNotificationsThatNobodyServesAreRefused) {
    connect(1, 1);
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/1"}, 0);
    core_.on_message_event(1, link::MessageReceived{5, {1}}, 0);
    core_.on_message_event(1, libp2p::SubstreamAccepted{6, "/notes"}, 0);
    core_.on_message_event(1, link::MessageReceived{6, {1}}, 0);
    EXPECT_EQ(reset_, (std::vector<link::SubstreamId>{5, 6}));
}

TEST_F(CoreTest, AConnectionThatEndsFailsWhatItCarried) {
    core_.set_notification_module(0, module_);
    connect(1, 1);
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 0));
    ASSERT_TRUE(core_.notifications().open(test_peer(1), 0, 0));
    (void)module_.take();
    core_.on_disconnected(1, 5);
    EXPECT_EQ(module_.take(),
              (Strings{"request 1", "notification 2", "connection gone 1", "peer gone"}));  // both failed
}

TEST_F(CoreTest, ACancelledRequestIsHeardOfNoMore) {
    connect(1, 1);
    const auto asked = core_.request(module_, test_peer(1), 0, Bytes{1}, 0);
    ASSERT_TRUE(asked);
    core_.cancel(*asked);
    core_.on_message_event(1, link::MessageReceived{opened_, {7}}, 1);
    core_.on_disconnected(1, 2);
    EXPECT_TRUE(module_.take().empty());
}

TEST_F(CoreTest, RequestsAreCountedWithTheirTimes) {
    core_.set_request_module(0, module_);
    connect(1, 1);
    const auto receive = [&](link::SubstreamId substream, Millis now) {
        core_.on_message_event(1, libp2p::SubstreamAccepted{substream, "/req/1"}, now);
        core_.on_message_event(1, link::MessageReceived{substream, {1}}, now);
    };
    receive(1, 10);
    receive(2, 10);
    receive(3, 10);
    receive(4, 10);
    receive(5, 10);  // more than four of a peer
    core_.respond(1, Bytes{1}, 13);
    core_.respond(2, std::nullopt, 20);
    core_.on_message_event(1, libp2p::SubstreamReset{3}, 20);

    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 100));
    core_.on_message_event(1, link::MessageReceived{opened_, {7}}, 200'000);
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 200'000));
    core_.run_timers(300'000);
    const auto cancelled = core_.request(module_, test_peer(1), 0, Bytes{1}, 300'000);
    core_.cancel(*cancelled);
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 300'000));
    core_.on_disconnected(1, 300'001);

    const RequestFigures figures = core_.request_figures().at(0);
    EXPECT_EQ(figures.protocol, "/req/1");
    EXPECT_EQ(figures.in.counts[2], 1u) << "3 ms";
    EXPECT_EQ(figures.in.sum_ms, 3u);
    EXPECT_EQ(figures.in_failures,
              (std::map<std::string, uint64_t>{{"busy-omitted", 1}, {"connection-closed", 2}, {"rejected", 1}}));
    EXPECT_EQ(figures.out.counts.back(), 1u) << "more than 32.768 s";
    EXPECT_EQ(figures.out_failures, (std::map<std::string, uint64_t>{{"connection-closed", 1}, {"timeout", 1}}));
}

TEST_F(CoreTest, RawSubstreamsGoToTheirModule) {
    core_.set_raw_module("/raw", {.framing = {.max_message_bytes = 10}, .max_inbound_per_connection = 1}, module_);
    ASSERT_NE(core_.find_rules("/raw"), nullptr);
    EXPECT_EQ(core_.find_rules("/unknown"), nullptr);
    EXPECT_EQ(core_.protocol_names(), (Strings{"/notes", "/raw", "/req/0", "/req/1"}));
    connect(1, 1);
    (void)module_.take();
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/raw"}, 0);
    EXPECT_EQ(module_.take(), Strings{"substream 1"});
    core_.on_message_event(9, link::MessageReceived{5, {1}}, 0);  // of no connection
    EXPECT_TRUE(module_.take().empty());
}

TEST_F(CoreTest, TimersRunWhenTheyAreDueAndTheEarliestIsNamed) {
    core_.add_module(module_);
    EXPECT_EQ(core_.next_timer(), std::nullopt);
    connect(1, 1);
    module_.timer = 3000;
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 500));
    EXPECT_EQ(core_.next_timer(), 1500u);
    (void)module_.take();
    core_.run_timers(1500);
    EXPECT_EQ(module_.take(), Strings{"request 1"});  // it timed out
    core_.run_timers(3000);
    EXPECT_EQ(module_.take(), Strings{"timer"});
}

TEST_F(CoreTest, UseIsTheLastRequestOrNotification) {
    connect(1, 1, 100);
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 100u);
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/1"}, 200);
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 200u);
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 300));
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 300u);
    ASSERT_TRUE(core_.notifications().open(test_peer(1), 0, 400));
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 500u);
}

TEST_F(CoreTest, DisconnectingAPeerEndsAllItsConnections) {
    connect(1, 1);
    connect(2, 2);
    connect(3, 1);
    core_.disconnect(test_peer(1));
    EXPECT_EQ(disconnected_, (std::vector<ConnectionId>{1, 3}));
}

}  // namespace
}  // namespace serinus::network
