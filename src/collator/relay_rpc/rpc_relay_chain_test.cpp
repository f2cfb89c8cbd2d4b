// On servers in memory, without threads: a server that has nothing more to say ends the connection, or the test.
#include "collator/relay_rpc/rpc_relay_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "collator/relay_rpc/test_relay_headers.hpp"
#include "hashing/hashing.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::collator {
namespace {

namespace json = boost::json;
using executor::CallError;
using primitives::Header;
using serinus::test::put_extrinsic;
using serinus::test::TestChain;
using testing::ElementsAre;
using testing::HasSubstr;
using Event = std::pair<size_t, Header>;  ///< by subscription: 0 all, 1 best, 2 final

std::string hex_of(BytesView bytes) { return to_hex_prefixed(bytes); }
Hash256 hash_at(const std::vector<Header>& headers, size_t index) { return primitives::header_hash(headers[index]); }

json::value header_json(const Header& header) {
    std::array<char, 16> number = {};
    (void)std::snprintf(number.data(), number.size(), "0x%x", header.number.value);
    json::array logs;
    for (const auto& item : header.digest) logs.emplace_back(hex_of(scale::encode(item)));
    return json::object{{"parentHash", hex_of(header.parent_hash.bytes)},
                        {"number", number.data()},
                        {"stateRoot", hex_of(header.state_root.bytes)},
                        {"extrinsicsRoot", hex_of(header.extrinsics_root.bytes)},
                        {"digest", json::object{{"logs", std::move(logs)}}}};
}

/// The version of a runtime with one API.
json::value version_with(json::value name, json::value version) {
    json::array api;
    api.push_back(std::move(name));
    api.push_back(std::move(version));
    json::array apis;
    apis.push_back(std::move(api));
    return json::object{{"apis", std::move(apis)}};
}

struct FakeServer {
    std::vector<Header> headers = {};
    size_t best = 0, final = 0;  ///< indices of headers
    Hash256 genesis = {};
    bool is_down = false, is_syncing = false;
    std::deque<Event> events = {};
    std::deque<std::string> raw_events = {};        ///< before the others
    std::function<void()> on_idle = [] {};          ///< all events were sent
    std::map<std::string, json::value> says = {};   ///< by method, in the place of what it would answer
    std::map<std::string, std::string> fails = {};  ///< by method: the message of an error
    std::vector<std::string> asked = {};            ///< methods
    size_t connections = 0;
    size_t closed_below = 0;  ///< connections with lower numbers are closed

    json::value result_of(std::string_view method, const json::array& params) const {
        if (const auto fixed = says.find(std::string(method)); fixed != says.end()) return fixed->second;
        if (method == "chain_getBlockHash") return json::value(hex_of(genesis.bytes));
        if (method == "chain_getFinalizedHead") return json::value(hex_of(hash_at(headers, final).bytes));
        if (method == "system_health") return json::object{{"isSyncing", is_syncing}};
        if (method == "chain_subscribeAllHeads") return "sub0";
        if (method == "chain_subscribeNewHeads") return "sub1";
        if (method == "chain_subscribeFinalizedHeads") return 2;
        if (method == "chain_getHeader") {
            if (params.empty()) return header_json(headers[best]);
            for (const Header& one : headers) {
                if (params[0] == json::value(hex_of(primitives::header_hash(one).bytes))) return header_json(one);
            }
        }
        return nullptr;
    }

    class Wire final : public fork::Connection {
      public:
        explicit Wire(FakeServer& server) : server_(server), number_(server.connections++) {}
        Result<void, std::string> send(const std::string& message) override {
            const json::value request = json::parse(message);
            const std::string method(request.at("method").get_string());
            server_.asked.push_back(method);
            json::object out{{"jsonrpc", "2.0"}, {"id", request.at("id")}};
            if (const auto failure = server_.fails.find(method); failure != server_.fails.end()) {
                out["error"] = json::object{{"code", 4003}, {"message", failure->second}};
            } else {
                out["result"] = server_.result_of(method, request.at("params").get_array());
            }
            answers_.push_back(json::serialize(out));
            return {};
        }
        Result<std::string, std::string> receive(bool) override {
            const bool is_idle = answers_.empty() && server_.events.empty() && server_.raw_events.empty();
            if (!server_.is_down && is_idle) server_.on_idle();
            if (server_.is_down || number_ < server_.closed_below) {
                return Err(std::string("the connection is closed"));
            }
            if (!answers_.empty()) {
                std::string out = std::move(answers_.front());
                answers_.pop_front();
                return out;
            }
            if (!server_.raw_events.empty()) {
                std::string out = std::move(server_.raw_events.front());
                server_.raw_events.pop_front();
                return out;
            }
            if (server_.events.empty()) return Err(std::string("no answer: timeout"));
            const auto [subscription, header] = server_.events.front();
            server_.events.pop_front();
            const json::value id =
                subscription == 2 ? json::value(2) : json::value("sub" + std::to_string(subscription));
            const json::object params{{"subscription", id}, {"result", header_json(header)}};
            return json::serialize(json::object{{"jsonrpc", "2.0"}, {"method", "chain_head"}, {"params", params}});
        }

      private:
        FakeServer& server_;
        size_t number_;
        std::deque<std::string> answers_;
    };
};

class HeardChain final : public RelayChainListener {
  public:
    void on_block(const RelayBlock& block) override {
        heard.push_back((block.is_recent ? "+" : "old +") + std::to_string(block.id.number));
    }
    void on_best(const chain::BlockId& block) override { heard.push_back("best " + std::to_string(block.number)); }
    void on_final(const chain::BlockId& block) override { heard.push_back("final " + std::to_string(block.number)); }

    std::vector<std::string> heard;
};

class RpcRelayChainTest : public testing::Test {
  protected:
    explicit RpcRelayChainTest(size_t count = 2) : servers(count) {
        for (FakeServer& one : servers) one = {.headers = headers, .best = 2, .final = 0, .genesis = genesis};
        for (size_t i = 0; i < count; ++i) options.urls.push_back("ws://server" + std::to_string(i));
        chain.emplace(options, environment);
    }

    void end_when_idle(FakeServer& server) {
        server.on_idle = [this] { stop.request_stop(); };
    }
    void follow() { chain->follow(stop.get_token()); }
    size_t count(const FakeServer& server, std::string_view method) const {
        return static_cast<size_t>(std::ranges::count(server.asked, method));
    }

    Hash256 genesis = {{7}};
    std::vector<Header> headers = header_chain(100, 10);
    std::vector<FakeServer> servers;
    std::vector<uint64_t> waits;
    uint64_t now_ms = 1'000;
    std::stop_source stop;
    RelayRpcOptions options{.urls = {}, .chain_name = "Relay", .genesis_hash = genesis};
    RpcRelayChain::Environment environment{
        .connect = [this](size_t server, const auto&) -> Result<std::unique_ptr<fork::Connection>, std::string> {
            if (servers[server].is_down) return Err(std::string("cannot connect: refused"));
            return std::unique_ptr<fork::Connection>(std::make_unique<FakeServer::Wire>(servers[server]));
        },
        .wait =
            [this](uint64_t duration_ms, const auto&) {
                waits.push_back(duration_ms);
                now_ms += duration_ms;
            },
        .now_ms = [this] { return now_ms; }};
    std::optional<RpcRelayChain> chain;
    HeardChain ear;
};

TEST_F(RpcRelayChainTest, TheChainIsFollowedByThreeSubscriptions) {
    ASSERT_TRUE(chain->start());
    EXPECT_EQ(chain->best().hash, hash_at(headers, 2));
    EXPECT_EQ(chain->finalized().hash, hash_at(headers, 0));
    chain->add_listener(ear);
    servers[0].events = {{0, headers[3]}, {1, headers[3]}, {2, headers[1]}, {0, headers[4]}};
    end_when_idle(servers[0]);
    follow();
    EXPECT_THAT(ear.heard, ElementsAre("+103", "best 103", "final 101", "+104"));
    EXPECT_EQ(chain->best().number, 103u);
    EXPECT_EQ(servers[1].connections, 0u);
    ASSERT_TRUE(chain->find_header(hash_at(headers, 4)));
    EXPECT_EQ(count(servers[0], "chain_getHeader"), 3u) << "final, best, 101; those that were told of are kept";
}

TEST_F(RpcRelayChainTest, WhenAServerIsLostTheNextOneIsAskedAndWhatWasMissedIsTold) {
    ASSERT_TRUE(chain->start());
    chain->add_listener(ear);
    servers[0].on_idle = [this] { servers[0].is_down = true; };
    servers[1].best = 6;
    servers[1].final = 1;
    end_when_idle(servers[1]);
    follow();
    EXPECT_THAT(ear.heard, ElementsAre("final 101", "+103", "+104", "+105", "+106", "best 106"));
    EXPECT_THAT(waits, ElementsAre());
    EXPECT_EQ(chain->figures().server, 1u);
    ASSERT_TRUE(chain->state_of(hash_at(headers, 6)));
    servers[1].says["state_getStorage"] = "0x0102";
    EXPECT_EQ((*chain->state_of(hash_at(headers, 6)))->get(Bytes{1}).value(), Bytes({1, 2}));
}

// The thread that follows does not hear it as long as its connection stands.
TEST_F(RpcRelayChainTest, ACallThatFindsTheServerDeadGoesToTheNextOne) {
    ASSERT_TRUE(chain->start());
    servers[0].is_down = true;
    servers[1].says["state_getStorage"] = "0x05";
    EXPECT_EQ((*chain->state_of(hash_at(headers, 1)))->get(Bytes{1}).value(), Bytes{5});
    EXPECT_EQ(chain->figures().server, 1u);
}

TEST_F(RpcRelayChainTest, AServerMayCloseConnectionsThatAreNotUsed) {
    ASSERT_TRUE(chain->start());
    servers[0].says["state_getStorage"] = "0x05";
    const auto state = chain->state_of(hash_at(headers, 1));
    ASSERT_TRUE((*state)->get(Bytes{1}));
    const size_t before = servers[0].connections;
    ASSERT_TRUE((*state)->get(Bytes{1}));
    EXPECT_EQ(servers[0].connections, before) << "the same is used again";
    servers[0].closed_below = before;
    ASSERT_TRUE((*state)->get(Bytes{1}));
    EXPECT_EQ(servers[0].connections, before + 1);
    EXPECT_EQ(chain->figures().failures, 0u);
}

TEST_F(RpcRelayChainTest, AServerOfAnotherChainIsNotAsked) {
    servers[0].genesis = {{8}};
    ASSERT_TRUE(chain->start());
    EXPECT_EQ(chain->figures().server, 1u);
    EXPECT_THAT(servers[0].asked, ElementsAre("chain_getBlockHash"));
}

TEST_F(RpcRelayChainTest, OnlyServersOfOtherChainsAreAnErrorAtOnce) {
    for (FakeServer& one : servers) one.genesis = {{8}};
    const auto started = chain->start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error(), HasSubstr("ws://server1 is a node of another chain: its genesis block is 0x0800"));
    EXPECT_THAT(started.error(), HasSubstr(", that of Relay is 0x0700"));
    EXPECT_THAT(waits, ElementsAre());
}

// Observed: cumulus-relay-chain-rpc-interface 0.36.0, `connect_next_available_rpc_server`
TEST_F(RpcRelayChainTest, WhereNobodyAnswersTheStartFailsAfterFiveRounds) {
    for (FakeServer& one : servers) one.is_down = true;
    const auto started = chain->start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error(),
              "no node of the relay chain can be used (--relay-chain-rpc-urls): ws://server0: cannot connect: refused; "
              "ws://server1: cannot connect: refused. Are they running, and can their JSON-RPC be reached from here?");
    EXPECT_THAT(waits, ElementsAre(1'000, 2'000, 4'000, 8'000));
}

TEST_F(RpcRelayChainTest, AServerThatComesLaterIsFound) {
    for (FakeServer& one : servers) one.is_down = true;
    ASSERT_FALSE(chain->start());
    servers[0].is_down = false;
    chain->add_listener(ear);
    end_when_idle(servers[0]);
    follow();
    EXPECT_THAT(ear.heard, ElementsAre("+100", "final 100", "best 100", "+101", "+102", "best 102"));
}

// Observed: cumulus-relay-chain-rpc-interface 0.36.0, `probe_preferred_rpc_servers`
TEST_F(RpcRelayChainTest, AServerBeforeTheActiveOneIsAskedAgainWhenItHasAsManyBlocks) {
    servers[0].is_down = true;
    ASSERT_TRUE(chain->start());
    servers[0].is_down = false;
    servers[1].events = {{1, headers[3]}, {1, headers[4]}};
    servers[1].on_idle = [this] {  // the first one has block 2 when it is looked at
        if (servers[0].best == 2) {
            servers[0].best = 5;
            now_ms += RelayServers::kLookBackMs;
            servers[1].events = {{1, headers[5]}};
        }
    };
    now_ms += RelayServers::kLookBackMs;
    end_when_idle(servers[0]);
    follow();
    EXPECT_EQ(chain->figures().server, 0u);
    EXPECT_EQ(chain->figures().failures, 1u) << "of the start";
    EXPECT_EQ(chain->best().number, 105u);
}

TEST_F(RpcRelayChainTest, BlocksOfAServerThatIsInSyncAreRecentOnes) {
    servers[0].is_syncing = true;
    ASSERT_TRUE(chain->start());
    EXPECT_TRUE(chain->is_behind());
    chain->add_listener(ear);
    servers[0].events = {{0, headers[3]}};
    servers[0].on_idle = [this] {
        if (!servers[0].is_syncing) return (void)stop.request_stop();
        servers[0].is_syncing = false;
        servers[0].events = {{0, headers[4]}, {0, headers[5]}};
    };
    follow();
    EXPECT_THAT(ear.heard, ElementsAre("old +103", "old +104", "+105"));
}

TEST_F(RpcRelayChainTest, NothingIsAskedAnyMoreWhenTheNodeStops) {
    ASSERT_TRUE(chain->start());
    chain->interrupt();
    const auto header = chain->find_header(hash_at(headers, 9));
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error(), "the node stops");
    follow();
}

// A signal comes while there is no node yet that could be interrupted.
TEST_F(RpcRelayChainTest, AStartThatWaitsForServersEndsWhenTheProgramIsToEnd) {
    for (FakeServer& one : servers) one.is_down = true;
    options.should_stop = [this] { return waits.size() == 2; };
    RpcRelayChain asked(options, environment);
    const auto started = asked.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error(), "the node stops");
    EXPECT_THAT(waits, ElementsAre(1'000, 2'000)) << "of the four pauses of a start that gives up";
}

TEST_F(RpcRelayChainTest, AServerThatAcceptsAndIsSilentIsLeftWhenTheProgramIsToEnd) {
    bool is_to_end = false;
    options.should_stop = [&] { return is_to_end; };
    environment.connect = [&](size_t,
                              const auto& should_stop) -> Result<std::unique_ptr<fork::Connection>, std::string> {
        EXPECT_FALSE(should_stop());
        is_to_end = true;  // as fork::connect() asks, and gives up
        EXPECT_TRUE(should_stop());
        return Err(std::string("stopped"));
    };
    RpcRelayChain asked(options, environment);
    ASSERT_FALSE(asked.start());
    EXPECT_EQ(asked.figures().failures, 0u) << "that was no fault of the server";
    EXPECT_THAT(waits, ElementsAre());
}

// --- what servers answer ---

TEST_F(RpcRelayChainTest, AServerWhoseHeadersAreNoneIsNotAskedAnyMore) {
    const std::vector<json::value> answers = {
        nullptr, 5, "0x", json::array(), json::object(), json::object{{"parentHash", "0x00"}}, header_json({})};
    for (const json::value& answer : answers) {
        servers[0].says["chain_getHeader"] = answer;
        RpcRelayChain asked(options, environment);
        ASSERT_TRUE(asked.start()) << json::serialize(answer);
        EXPECT_EQ(asked.figures().server, 1u) << json::serialize(answer);
    }
}

TEST_F(RpcRelayChainTest, AServerWhoseNotificationsAreNoHeadersIsNotAskedAnyMore) {
    ASSERT_TRUE(chain->start());
    servers[0].raw_events = {R"({"params":{"subscription":"sub0","result":{"number":"0xffffffffff"}}})"};
    end_when_idle(servers[1]);
    follow();
    EXPECT_EQ(chain->figures().server, 1u);
}

TEST_F(RpcRelayChainTest, NotificationsOfOthersAreNotLookedAt) {
    ASSERT_TRUE(chain->start());
    servers[0].raw_events = {R"({"params":{"subscription":"sub9","result":5}})"};
    end_when_idle(servers[0]);
    follow();
    EXPECT_EQ(chain->figures().failures, 0u);
}

TEST_F(RpcRelayChainTest, ValuesThatAreNoneAreErrors) {
    ASSERT_TRUE(chain->start());
    const auto state = chain->state_of(hash_at(headers, 1));
    for (const json::value& answer : std::vector<json::value>{5, "", "0x1", "zz", json::array(), json::object()}) {
        servers[0].says["state_getStorage"] = answer;
        const auto value = (*state)->get(Bytes{1});
        ASSERT_FALSE(value) << json::serialize(answer);
        EXPECT_EQ(value.error().kind, state::StateError::Kind::kCorrupt);
    }
    servers[0].says["state_getStorage"] = nullptr;
    EXPECT_EQ((*state)->get(Bytes{1}).value(), std::nullopt);
    servers[0].fails["state_getStorage"] = "UnknownBlock: State already discarded for 0x00";
    EXPECT_EQ((*state)->get(Bytes{1}).error().kind, state::StateError::Kind::kMissing);
}

TEST_F(RpcRelayChainTest, CallsAreMadeAtTheirBlocksWhereTheRuntimeHasThem) {
    namespace host = runtime_api::parachain_host;
    ASSERT_TRUE(chain->start());
    const Hash256 block = hash_at(headers, 1);
    const std::string id = hex_of(hashing::blake2b_64(as_bytes("ParachainHost")));
    servers[0].says["state_getRuntimeVersion"] = version_with(json::value(id), 13);
    const host::ClaimQueue queue = {{{4}, {{1'000}, {1'000}}}};
    servers[0].says["state_call"] = hex_of(scale::encode(queue));
    EXPECT_EQ(chain->calls().ask(block, host::kClaimQueue).value(), queue);
    EXPECT_EQ(count(servers[0], "state_getRuntimeVersion"), 1u);
    ASSERT_TRUE(chain->calls().ask(block, host::kClaimQueue));
    EXPECT_EQ(count(servers[0], "state_call"), 1u) << "the answer is kept";

    servers[0].says["state_call"] = "0x01";
    const Hash256 next = hash_at(headers, 2);
    EXPECT_EQ(chain->calls().ask(next, host::kClaimQueue).error().kind, CallError::Kind::kBadResult);
    servers[0].fails["state_call"] = "UnknownBlock: 0x00";
    EXPECT_EQ(chain->calls().ask(next, host::kClaimQueue).error().kind, CallError::Kind::kState);
    servers[0].fails["state_call"] = "Execution failed";
    EXPECT_EQ(chain->calls().ask(next, host::kClaimQueue).error().kind, CallError::Kind::kTrap);
}

TEST_F(RpcRelayChainTest, ARuntimeWithoutTheApiIsNotCalled) {
    namespace host = runtime_api::parachain_host;
    ASSERT_TRUE(chain->start());
    servers[0].says["state_getRuntimeVersion"] = json::object{{"apis", json::array()}};
    EXPECT_EQ(chain->calls().ask(hash_at(headers, 1), host::kClaimQueue).error().kind, CallError::Kind::kNoSuchMethod);
    EXPECT_EQ(count(servers[0], "state_call"), 0u);
}

TEST_F(RpcRelayChainTest, VersionsOfRuntimesThatAreNoneAreErrors) {
    ASSERT_TRUE(chain->start());
    json::array many(RelayQuestions::kMaxApis + 1, version_with("0x0000000000000000", 1).at("apis").at(0));
    std::vector<json::value> answers = {nullptr, json::object(), json::object{{"apis", 5}}};
    answers.push_back(version_with("0x00", 1));
    answers.push_back(version_with("0x0000000000000000", -1));
    answers.push_back(version_with("0x0000000000000000", "1"));
    answers.push_back(json::object{{"apis", std::move(many)}});
    for (const json::value& answer : answers) {
        servers[0].says["state_getRuntimeVersion"] = answer;
        const auto asked = chain->calls().ask(hash_at(headers, 1), runtime_api::parachain_host::kClaimQueue);
        ASSERT_FALSE(asked);
        EXPECT_EQ(asked.error().kind, CallError::Kind::kBadResult);
    }
}

// On a real state, so that there is a proof.
TEST_F(RpcRelayChainTest, AProofMustProveTheKeysInTheStateOfItsBlock) {
    TestChain relay;
    const Bytes key = {1, 2, 3};
    const Hash256 block = relay.add(relay->best().hash, {.extrinsic = put_extrinsic(key, Bytes(40, 9))});
    const Header header = **relay->find_header(block);
    servers[0].headers.push_back(header);
    ASSERT_TRUE(chain->start());
    const std::vector<Bytes> keys = {key, {1, 2, 4}};
    const auto proof = (**relay->state_of(block)).prove(keys).value();
    const auto answer = [](const Hash256& at, const std::vector<Bytes>& nodes) {
        json::array list;
        for (const Bytes& one : nodes) list.emplace_back(hex_of(one));
        return json::object{{"at", hex_of(at.bytes)}, {"proof", std::move(list)}};
    };
    const auto state = chain->state_of(block);
    ASSERT_TRUE(state) << state.error();
    servers[0].says["state_getReadProof"] = answer(block, proof.items());
    EXPECT_EQ((*state)->prove(keys).value(), proof);

    std::vector<Bytes> cut = proof.items();
    cut.pop_back();
    std::vector<Bytes> changed = proof.items();
    changed.front().back() ^= 1;
    const std::vector<json::value> wrong = {answer(genesis, proof.items()),
                                            answer(block, cut),
                                            answer(block, changed),
                                            answer(block, {}),
                                            json::object{{"at", hex_of(block.bytes)}, {"proof", json::array{5}}},
                                            json::object{{"at", hex_of(block.bytes)}},
                                            nullptr};
    for (const json::value& one : wrong) {
        servers[0].says["state_getReadProof"] = one;
        const auto got = (*state)->prove(keys);
        ASSERT_FALSE(got) << json::serialize(one);
        EXPECT_EQ(got.error().kind, state::StateError::Kind::kCorrupt);
    }
}

}  // namespace
}  // namespace serinus::collator
