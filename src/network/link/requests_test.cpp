#include "network/link/requests.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::link {
namespace {

TestNetwork two_that_ask() {
    return {{{.names = {"/test/sync/2"},
              .max_request_bytes = 100,
              .max_response_bytes = 1000,
              .timeout_ms = 5000,
              .max_inbound = 3,
              .max_inbound_per_peer = 2}},
            {},
            2};
}

// Spec: sect-protocols-substreams
TEST(Requests, AQuestionGetsItsAnswer) {
    auto network = two_that_ask();
    network.connect(0, 1);
    const auto id = network.at(0).requests.request(network.at(1).peer(), 0, as_bytes("question"), 0);
    ASSERT_TRUE(id);
    network.deliver_all();
    const auto received = events_of<RequestReceived>(network.at(1).request_events);
    ASSERT_EQ(received.size(), 1u);
    EXPECT_EQ(as_text(received[0].content), "question");
    EXPECT_EQ(received[0].peer, network.at(0).peer());
    network.at(1).requests.respond(received[0].request, to_bytes(as_bytes("answer")), 0);
    network.deliver_all();
    const auto answers = events_of<ResponseReceived>(network.at(0).request_events);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].request, *id);
    EXPECT_EQ(as_text(answers[0].response), "answer");
    EXPECT_EQ(network.at(0).requests.outbound_count() + network.at(1).requests.inbound_count(), 0u);
    EXPECT_FALSE(network.at(0).requests.next_timer());
}

std::vector<RequestFailed> failures(TestNetwork& network) {
    return events_of<RequestFailed>(network.at(0).request_events);
}

TEST(Requests, ARefusalIsAFailure) {
    auto network = two_that_ask();
    network.connect(0, 1);
    const auto id = network.at(0).requests.request(network.at(1).peer(), 0, {}, 0);
    network.deliver_all();
    network.at(1).requests.respond(events_of<RequestReceived>(network.at(1).request_events)[0].request, std::nullopt,
                                   0);
    network.deliver_all();
    ASSERT_EQ(failures(network).size(), 1u);
    EXPECT_EQ(failures(network)[0].request, *id);
    EXPECT_EQ(failures(network)[0].error, RequestError::kRefused);
}

TEST(Requests, AnUnknownProtocolIsARefusal) {
    auto network = two_that_ask();
    network.at(1).supports_protocols = false;
    network.connect(0, 1);
    (void)network.at(0).requests.request(network.at(1).peer(), 0, {}, 0);
    network.deliver_all();
    ASSERT_EQ(failures(network).size(), 1u);
    EXPECT_EQ(failures(network)[0].error, RequestError::kRefused);
}

TEST(Requests, WaitOnlySoLong) {
    auto network = two_that_ask();
    network.connect(0, 1);
    (void)network.at(0).requests.request(network.at(1).peer(), 0, {}, 0);
    network.deliver_all();
    EXPECT_EQ(network.at(0).requests.next_timer(), 5000u);
    network.advance(4999);
    EXPECT_TRUE(failures(network).empty());
    network.advance(1);
    ASSERT_EQ(failures(network).size(), 1u);
    EXPECT_EQ(failures(network)[0].error, RequestError::kTimeout);
    network.deliver_all();
    EXPECT_EQ(events_of<InboundRequestGone>(network.at(1).request_events).size(), 1u) << "who answers hears of it";
}

TEST(Requests, ALostConnectionFailsWhatWaits) {
    auto network = two_that_ask();
    const ConnectionId connection = network.connect(0, 1);
    (void)network.at(0).requests.request(network.at(1).peer(), 0, {}, 0);
    network.deliver_all();
    network.disconnect(connection);
    ASSERT_EQ(failures(network).size(), 1u);
    EXPECT_EQ(failures(network)[0].error, RequestError::kDisconnected);
    EXPECT_EQ(events_of<InboundRequestGone>(network.at(1).request_events).size(), 1u);
    EXPECT_FALSE(network.at(0).requests.request(network.at(1).peer(), 0, {}, 0));
}

TEST(Requests, ACancelledRequestIsNotHeardOfAgain) {
    auto network = two_that_ask();
    network.connect(0, 1);
    const auto id = network.at(0).requests.request(network.at(1).peer(), 0, {}, 0);
    network.at(0).requests.cancel(*id);
    network.deliver_all();
    network.advance(10'000);
    EXPECT_TRUE(network.at(0).request_events.empty());
    EXPECT_EQ(network.open_streams(), 0u);
}

TEST(Requests, InboundOnesAreBounded) {
    auto network = two_that_ask();
    network.connect(0, 1);
    for (int i = 0; i < 5; ++i) (void)network.at(0).requests.request(network.at(1).peer(), 0, {}, 0);
    network.deliver_all();
    EXPECT_EQ(events_of<RequestReceived>(network.at(1).request_events).size(), 2u);
    EXPECT_EQ(failures(network).size(), 3u);
}

TEST(Requests, InboundOnesHoldSoManyBytes) {
    TestNetwork network({{.names = {"/test/sync/2"},
                          .max_request_bytes = 100,
                          .max_response_bytes = 1000,
                          .timeout_ms = 5000,
                          .max_inbound_per_peer = 10,
                          .max_inbound_bytes = 120}},
                        {}, 2);
    network.connect(0, 1);
    const auto ask = [&](size_t bytes) {
        (void)network.at(0).requests.request(network.at(1).peer(), 0, Bytes(bytes), 0);
        network.deliver_all();
        return events_of<RequestReceived>(network.at(1).request_events).size();
    };
    EXPECT_EQ(ask(100), 1u);
    EXPECT_EQ(ask(21), 1u);
    EXPECT_EQ(ask(20), 2u);
    EXPECT_EQ(ask(1), 2u);
    EXPECT_EQ(network.at(1).requests.turned_away(0), 2u);
    // An answer gives the room back.
    network.at(1).requests.respond(events_of<RequestReceived>(network.at(1).request_events)[0].request, Bytes(1), 0);
    network.deliver_all();
    EXPECT_EQ(ask(100), 3u);
    EXPECT_EQ(network.at(1).requests.inbound_count(), 2u);
}

TEST(Requests, ASubstreamWithoutARequestIsGivenUp) {
    auto network = two_that_ask();
    const ConnectionId connection = network.connect(0, 1);
    (void)network.at(0).open(connection, {"/test/sync/2"}, 100);
    network.deliver_all();
    EXPECT_EQ(network.at(1).requests.inbound_count(), 1u);
    network.advance(kInboundRequestTimeoutMs);
    EXPECT_EQ(network.at(1).requests.inbound_count(), 0u);
    EXPECT_TRUE(network.at(1).request_events.empty());
}

// Substreams cost little, and time ends them; were they among the places for requests, a few peers could take all.
TEST(Requests, SubstreamsThatDoNotAskTakeNoPlaceOfOthers) {
    TestNetwork network({{.names = {"/test/sync/2"},
                          .max_request_bytes = 100,
                          .max_response_bytes = 1000,
                          .timeout_ms = 5000,
                          .max_inbound = 3,
                          .max_inbound_per_peer = 2}},
                        {}, 6);
    for (size_t liar = 2; liar < 6; ++liar) {
        const ConnectionId connection = network.connect(liar, 1);
        for (int i = 0; i < 5; ++i) (void)network.at(liar).open(connection, {"/test/sync/2"}, 100);
    }
    network.deliver_all();
    EXPECT_EQ(network.at(1).requests.inbound_count(), 8u) << "two of each of the four";
    network.connect(0, 1);
    (void)network.at(0).requests.request(network.at(1).peer(), 0, Bytes(1), 0);
    network.deliver_all();
    EXPECT_EQ(events_of<RequestReceived>(network.at(1).request_events).size(), 1u);
}

class UnreadAnswers : public testing::Test {
  protected:
    static constexpr size_t kAnswer = size_t{8} << 20;

    void SetUp() override {
        for (size_t i = 1; i < kPeers; ++i) network.connect(i, 0);
        network.at(0).drains = false;
    }
    InboundRequestId ask(size_t peer, ProtocolIndex protocol = 0) {
        EXPECT_TRUE(network.at(peer).requests.request(network.at(0).peer(), protocol, Bytes(1), network.now()));
        network.deliver_all();
        return events_of<RequestReceived>(network.at(0).request_events).back().request;
    }
    Requests& server() { return network.at(0).requests; }
    size_t over() { return events_of<AnswerOver>(network.at(0).request_events).size(); }

    static constexpr size_t kPeers = 25;
    TestNetwork network{
        {{.names = {"/test/sync/2"},
          .max_request_bytes = 100,
          .max_response_bytes = 16 << 20,
          .timeout_ms = 20'000,
          .max_inbound = 100,
          .max_inbound_per_peer = 2},
         {.names = {"/test/state/2"}, .max_request_bytes = 100, .max_response_bytes = 16 << 20, .timeout_ms = 20'000}},
        {},
        kPeers};
};

TEST_F(UnreadAnswers, CountUntilTheyAreTaken) {
    const auto first = ask(1), second = ask(1);
    EXPECT_TRUE(server().may_respond(second));
    server().respond(first, Bytes(kAnswer), network.now());
    EXPECT_EQ(server().undelivered_bytes(), kAnswer);
    EXPECT_EQ(server().inbound_count(), 2u);
    EXPECT_FALSE(server().may_respond(second)) << "the peer has not taken the first";
    EXPECT_TRUE(server().may_respond(ask(1, 1))) << "of another protocol";
    EXPECT_TRUE(server().may_respond(ask(2)));
    const size_t before = events_of<RequestReceived>(network.at(0).request_events).size();
    (void)network.at(1).requests.request(network.at(0).peer(), 0, Bytes(1), 0);
    network.deliver_all();
    EXPECT_EQ(events_of<RequestReceived>(network.at(0).request_events).size(), before) << "its places are taken";

    network.drain(0);
    EXPECT_EQ(over(), 1u);
    EXPECT_EQ(server().undelivered_bytes(), 0u);
    EXPECT_TRUE(server().may_respond(second));
}

TEST_F(UnreadAnswers, EndAfterTheTimeOutOfTheirProtocol) {
    server().respond(ask(1), Bytes(kAnswer), network.now());
    network.advance(19'999);
    EXPECT_EQ(over(), 0u);
    network.advance(1);
    EXPECT_EQ(over(), 1u);
    EXPECT_EQ(server().undelivered_bytes() + server().inbound_count(), 0u);
    EXPECT_FALSE(server().next_timer());
}

TEST_F(UnreadAnswers, HaveABoundForAllPeersBeyondWhichTheSlowestMakeRoom) {
    constexpr size_t kMost = kMaxUndeliveredBytes / kAnswer;
    for (size_t i = 1; i <= kMost; ++i) {
        const auto id = ask(i);
        ASSERT_TRUE(server().may_respond(id));
        server().respond(id, Bytes(kAnswer), network.now());
        network.advance(10);
    }
    const auto waiting = ask(kMost + 1);
    EXPECT_FALSE(server().may_respond(waiting));
    // One that was being made all the same.
    server().respond(waiting, Bytes(kAnswer), network.now());
    EXPECT_EQ(server().undelivered_bytes(), kMaxUndeliveredBytes + kAnswer);
    network.advance(kSlowAnswerMs);
    EXPECT_EQ(over(), 1u) << "the oldest";
    EXPECT_EQ(server().undelivered_bytes(), kMaxUndeliveredBytes);
}

TEST_F(UnreadAnswers, OfAPeerThatGoesAreForgotten) {
    server().respond(ask(1), Bytes(kAnswer), network.now());
    network.disconnect(1);
    EXPECT_EQ(over(), 1u);
    EXPECT_EQ(server().undelivered_bytes() + server().inbound_count(), 0u);
    EXPECT_TRUE(events_of<InboundRequestGone>(network.at(0).request_events).empty());
}

/// Every request comes to exactly one end, for all events in any order.
TEST(Requests, RandomUseLosesAndLeaksNothing) {
    auto random = test::seeded_random();
    for (int round = 0; round < 50; ++round) {
        TestNetwork network(
            {{.names = {"/test/1"}, .max_request_bytes = 100, .max_response_bytes = 100, .timeout_ms = 50},
             {.names = {"/test/2"}, .max_request_bytes = 100, .max_response_bytes = 100, .timeout_ms = 90}},
            {}, 3);
        std::vector<ConnectionId> connections = {network.connect(0, 1), network.connect(1, 2), network.connect(0, 2),
                                                 network.connect(0, 1)};
        std::map<std::pair<size_t, RequestId>, int> ends;
        std::vector<std::pair<size_t, InboundRequestId>> to_answer;
        const auto collect = [&] {
            for (size_t i = 0; i < 3; ++i) {
                for (auto& event : std::exchange(network.at(i).request_events, {})) {
                    if (const auto* one = std::get_if<ResponseReceived>(&event)) ++ends[{i, one->request}];
                    if (const auto* one = std::get_if<RequestFailed>(&event)) ++ends[{i, one->request}];
                    if (const auto* one = std::get_if<RequestReceived>(&event)) to_answer.emplace_back(i, one->request);
                }
            }
        };
        for (int step = 0; step < 300; ++step) {
            const size_t i = random() % 3;
            switch (random() % 8) {
                case 0:
                case 1:
                    if (const auto id =
                            network.at(i).requests.request(network.at((i + 1 + random() % 2) % 3).peer(), random() % 2,
                                                           Bytes(random() % 100), network.now())) {
                        ends[{i, *id}] = 0;
                    }
                    break;
                case 2:
                    if (!to_answer.empty()) {
                        const auto [endpoint, id] = to_answer[random() % to_answer.size()];
                        network.at(endpoint).requests.respond(
                            id, random() % 3 == 0 ? std::nullopt : std::optional(Bytes(5)), network.now());
                    }
                    break;
                case 3:
                    network.advance(random() % 20);
                    break;
                case 4:
                    if (random() % 20 == 0 && !connections.empty()) {
                        network.disconnect(connections.back());
                        connections.pop_back();
                    }
                    break;
                default:
                    network.deliver(random);
            }
            collect();
        }
        network.deliver_all(random);
        collect();
        network.advance(100'000);
        network.deliver_all(random);
        collect();
        for (const auto& [key, count] : ends) EXPECT_EQ(count, 1);
        for (size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(network.at(i).requests.outbound_count(), 0u);
            EXPECT_FALSE(network.at(i).requests.next_timer());
        }
    }
}

}  // namespace
}  // namespace serinus::network::link
