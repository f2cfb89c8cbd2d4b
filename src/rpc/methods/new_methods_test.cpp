// The new specification's methods on a chain whose runtime is a few lines: answers and notifications.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "platform/virtual_scheduler.hpp"
#include "rpc/call.hpp"
#include "rpc/chain_head/hub.hpp"
#include "rpc/methods/broadcasts.hpp"
#include "rpc/services.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using serinus::test::BlockParameters;
using serinus::test::put_extrinsic;
using serinus::test::TestChain;

class NoSystem final : public SystemServices {
  public:
    std::string implementation_name() override { return ""; }
    std::string implementation_version() override { return ""; }
    std::vector<std::string> node_roles() override { return {}; }
    bool is_syncing() override { return false; }
    bool should_have_peers() override { return false; }
    SyncState sync_state() override { return {}; }
    std::string local_peer_id() override { return ""; }
    std::vector<std::string> local_listen_addresses() override { return {}; }
    std::vector<std::string> external_addresses() override { return {}; }
    std::vector<PeerInfo> peers() override { return {}; }
    std::vector<std::string> reserved_peers() override { return {}; }
    Result<void, std::string> add_reserved_peer(const std::string&) override { return {}; }
    Result<void, std::string> remove_reserved_peer(const std::string&) override { return {}; }
    bool set_log_filter(const std::string&) override { return true; }
    void reset_log_filter() override {}
};

std::string name_of(const Hash256& hash) { return to_hex_prefixed(hash.bytes); }
std::string quoted(const Hash256& hash) { return '"' + name_of(hash) + '"'; }
Json shown(BytesView bytes) { return Json(to_hex_prefixed(bytes)); }
Json shown_name(const Hash256& hash) { return Json(name_of(hash)); }

class NewMethods : public testing::Test {
  protected:
    NewMethods() : NewMethods(chain::ClientOptions{}) {}
    explicit NewMethods(chain::ClientOptions options) : chain(std::move(options)) {
        add_chain_spec(registry, services);
        add_chain_head(registry, services);
        add_transaction(registry, services);
        add_archive(registry, services);
        add_bitswap(registry, services);
    }
    ~NewMethods() override {
        for (const auto& session : {first, second}) session->close();
        work();
    }

    std::shared_ptr<Session> connect(uint64_t id) {
        return std::make_shared<Session>(id, SessionOptions{}, queue, budget, [] {});
    }
    /// Runs all that is planned; the clients take their messages.
    void work() {
        for (size_t limit = 10'000; time.run_next() || take_messages(); --limit) {
            ASSERT_GT(limit, 0u) << "there is always something to do";
        }
    }
    /// Whether there were any.
    bool take_messages() {
        bool any = false;
        for (const auto& session : {first, second}) {
            while (auto next = session->pop()) {
                any = true;
                const std::string text = (next->head ? *next->head : "") + *next->text + std::string(next->tail());
                const Json message = json::parse(text);
                if (!next->head) {
                    answers.push_back(message);
                } else {
                    const Json& params = message.at("params");
                    messages[std::string(params.at("subscription").as_string())].push_back(params.at("result"));
                }
            }
        }
        return any;
    }
    Json call_on(const std::shared_ptr<Session>& session, const std::string& method, const std::string& params) {
        const std::string text = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":[)" + params + "]}";
        take_messages();
        answers.clear();
        session->answer(handle(registry, {}, session, text));
        take_messages();
        SERINUS_ASSERT(answers.size() == 1);
        const auto& answer = answers[0].as_object();
        return answer.contains("error") ? answer.at("error") : answer.at("result");
    }
    Json call(const std::string& method, const std::string& params = "") { return call_on(first, method, params); }
    int error_of(const std::string& method, const std::string& params) {
        const Json answer = call(method, params);
        return answer.is_object() && answer.as_object().contains("code")
                   ? static_cast<int>(answer.at("code").as_int64())
                   : 0;
    }
    std::string follow(const std::string& with_runtime = "true") {
        const Json id = call("chainHead_v1_follow", with_runtime);
        work();
        return id.is_string() ? std::string(id.as_string()) : "";
    }
    /// The names of the events that a subscription got since the last time.
    std::string events_of(const std::string& id) {
        std::string out;
        for (const Json& message : messages[id]) {
            if (!out.empty()) out += ' ';
            out += message.at("event").as_string();
        }
        messages[id].clear();
        return out;
    }
    Hash256 genesis() { return chain->genesis().hash; }

    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    TestChain chain;
    pool::TransactionPool pool{*chain, *scheduler, {}};
    crypto::NodeKeys keys{*scheduler};
    NoSystem system;
    Services services{.client = *chain, .pool = pool, .keys = keys, .system = system, .scheduler = *scheduler};
    Registry registry;
    std::shared_ptr<MemoryBudget> budget = std::make_shared<MemoryBudget>();
    std::shared_ptr<CallQueue> queue = std::make_shared<CallQueue>(*scheduler);
    std::shared_ptr<Session> first = connect(1), second = connect(2);
    std::vector<Json> answers;
    std::map<std::string, std::vector<Json>> messages;
};

TEST_F(NewMethods, ReadTheChainSpecification) {
    EXPECT_EQ(call("chainSpec_v1_chainName"), "test");
    EXPECT_EQ(call("chainSpec_v1_genesisHash"), shown_name(genesis()));
    EXPECT_TRUE(call("chainSpec_v1_properties").as_object().empty());
}

TEST_F(NewMethods, FollowTheChain) {
    const std::string id = follow();
    ASSERT_EQ(messages[id].size(), 2u);
    EXPECT_EQ(messages[id][0].at("finalizedBlockHashes"), Json(json::array{shown_name(genesis())}));
    EXPECT_EQ(messages[id][0].at("finalizedBlockRuntime").at("spec").at("specVersion"), 1);
    EXPECT_EQ(events_of(id), "initialized bestBlockChanged");

    const Hash256 block = chain.add(genesis());
    EXPECT_EQ(events_of(id), "") << "nothing is done on the thread that imports";
    work();
    EXPECT_EQ(messages[id][0].at("parentBlockHash"), shown_name(genesis()));
    EXPECT_EQ(messages[id][0].at("newRuntime"), nullptr);
    EXPECT_EQ(events_of(id), "newBlock bestBlockChanged");
    ASSERT_TRUE(*chain->finalize(block, std::nullopt));
    work();
    EXPECT_EQ(events_of(id), "finalized");
    EXPECT_EQ(call("chainHead_v1_unfollow", '"' + id + '"'), true);
    work();
    chain.add(block);
    work();
    EXPECT_EQ(events_of(id), "");
}

TEST_F(NewMethods, ReportANewRuntimeToThoseWhoAskForIt) {
    const std::string with = follow("true"), without = follow("false");
    EXPECT_FALSE(messages[without][0].as_object().contains("finalizedBlockRuntime"));
    events_of(with), events_of(without);
    chain.add(genesis(), {.extrinsic = put_extrinsic(as_bytes(":code"), serinus::test::put_runtime(2))});
    work();
    EXPECT_EQ(messages[with][0].at("newRuntime").at("spec").at("specVersion"), 2);
    EXPECT_FALSE(messages[without][0].as_object().contains("newRuntime"));
}

TEST_F(NewMethods, HaveTheSpecifiedErrors) {
    const std::string id = '"' + follow("false") + '"';
    const std::string absent = quoted(Hash256{{9}});
    EXPECT_EQ(error_of("chainHead_v1_follow", "1"), -32602);
    EXPECT_EQ(error_of("chainHead_v1_header", id + "," + absent), -32801);
    EXPECT_EQ(error_of("chainHead_v1_body", id + "," + absent), -32801);
    EXPECT_EQ(error_of("chainHead_v1_body", id + ",7"), -32602);
    EXPECT_EQ(error_of("chainHead_v1_storage", id + "," + absent + R"(,[{"key":"0x","type":"value"}],null)"), -32801);
    EXPECT_EQ(error_of("chainHead_v1_storage", id + "," + quoted(genesis()) + R"(,[{"key":"0x","type":"x"}],null)"),
              -32602);
    EXPECT_EQ(error_of("chainHead_v1_call", id + "," + absent + R"(,"get","0x")"), -32801);
    EXPECT_EQ(error_of("chainHead_v1_call", id + "," + quoted(genesis()) + R"(,"get","0x")"), -32802);
    EXPECT_EQ(error_of("chainHead_v1_unpin", id + "," + absent), -32801);
    EXPECT_EQ(error_of("chainHead_v1_unpin", id + ",[" + quoted(genesis()) + "," + quoted(genesis()) + "]"), -32804);
    EXPECT_EQ(error_of("transaction_v1_stop", "\"none\""), -32602);
    for (int i = 1; i < 4; ++i) follow();
    EXPECT_EQ(error_of("chainHead_v1_follow", "true"), -32800);
}

// What is asked of a subscription that is not there, or of another connection's.
TEST_F(NewMethods, KnowOnlyTheSubscriptionsOfTheirConnection) {
    const std::string id = '"' + follow() + '"';
    const std::string block = "," + quoted(genesis());
    EXPECT_TRUE(call("chainHead_v1_header", id + block).is_string());
    EXPECT_EQ(call_on(second, "chainHead_v1_header", id + block), nullptr);
    EXPECT_EQ(call_on(second, "chainHead_v1_body", id + block).at("result"), "limitReached");
    EXPECT_EQ(call_on(second, "chainHead_v1_call", id + block + R"(,"get","0x61")").at("result"), "limitReached");
    EXPECT_EQ(call_on(second, "chainHead_v1_storage", id + block + ",[],null").at("result"), "limitReached");
    EXPECT_EQ(call_on(second, "chainHead_v1_unpin", id + block), nullptr);
    EXPECT_EQ(call_on(second, "chainHead_v1_continue", id + R"(,"0")"), nullptr);
    EXPECT_EQ(call_on(second, "chainHead_v1_stopOperation", id + R"(,"0")"), nullptr);
    EXPECT_EQ(call("chainHead_v1_unpin", id + block), nullptr);
    EXPECT_EQ(error_of("chainHead_v1_header", id + block), -32801);
}

TEST_F(NewMethods, ReadABlock) {
    const Hash256 block = chain.add(genesis());
    const std::string id = follow(), pinned = '"' + id + "\"," + quoted(block);
    events_of(id);
    EXPECT_EQ(call("chainHead_v1_header", pinned), shown(scale::encode(**chain->find_header(block))));

    // The message never comes before the answer that names its operation.
    EXPECT_EQ(call("chainHead_v1_body", pinned), Json({{"result", "started"}, {"operationId", "0"}}));
    ASSERT_EQ(messages[id].size(), 1u);
    const Json extrinsic = shown(scale::encode(put_extrinsic("a", "1")));
    EXPECT_EQ(messages[id][0],
              Json({{"event", "operationBodyDone"}, {"operationId", "0"}, {"value", json::array{extrinsic}}}));
    events_of(id);

    EXPECT_EQ(call("chainHead_v1_call", pinned + R"(,"get","0x61")").at("operationId"), "1");
    EXPECT_EQ(events_of(id), "");
    work();
    EXPECT_EQ(messages[id][0].at("output"), shown(scale::encode(std::optional(Bytes{'1'}))));
    events_of(id);
    call("chainHead_v1_call", pinned + R"(,"none","0x")");
    work();
    EXPECT_EQ(events_of(id), "operationError");
}

TEST_F(NewMethods, ReadStorage) {
    const std::string id = follow(), pinned = '"' + id + "\"," + quoted(genesis());
    events_of(id);
    const Json answer =
        call("chainHead_v1_storage", pinned + R"(,[{"key":"0x61","type":"value"},{"key":"0x62","type":"value"}],null)");
    EXPECT_EQ(answer, Json({{"result", "started"}, {"operationId", "0"}, {"discardedItems", 0}}));
    EXPECT_EQ(messages[id][0].at("items"), Json(json::array{{{"key", "0x61"}, {"value", "0x30"}}}));
    EXPECT_EQ(events_of(id), "operationStorageItems operationStorageDone");
    call("chainHead_v1_storage", pinned + R"(,[{"key":"0x62","type":"hash"}],null)");
    EXPECT_EQ(events_of(id), "operationStorageDone");
    call("chainHead_v1_storage", pinned + R"(,[{"key":"0x","type":"descendantsHashes"}],null)");
    work();
    EXPECT_EQ(messages[id][0].at("items").as_array().size(), 2u);
    EXPECT_EQ(events_of(id), "operationStorageItems operationStorageDone");
    call("chainHead_v1_storage", pinned + R"(,[{"key":"0x","type":"descendantsValues"}],"0x63")");
    work();
    EXPECT_EQ(events_of(id), "operationStorageDone") << "there is no such child trie";
}

// A value of a megabyte fills a page.
TEST_F(NewMethods, WaitForTheClientAfterMuchStorage) {
    Hash256 block = genesis();
    for (const char* key : {"x1", "x2", "x3"}) {
        block = chain.add(block, {.extrinsic = put_extrinsic(as_bytes(key), Bytes(65'535, 7))});
    }
    for (int i = 0; i < 20; ++i) {
        block =
            chain.add(block, {.extrinsic = put_extrinsic(as_bytes("y" + std::to_string(10 + i)), Bytes(65'535, 7))});
    }
    const std::string id = follow(), name = '"' + id + '"';
    events_of(id);
    const std::string operation = json::serialize(
        call("chainHead_v1_storage", name + "," + quoted(block) + R"(,[{"key":"0x","type":"descendantsValues"}],null)")
            .at("operationId"));
    EXPECT_EQ(error_of("chainHead_v1_continue", name + "," + operation), -32803);
    work();
    size_t items = messages[id][0].at("items").as_array().size();
    EXPECT_EQ(events_of(id), "operationStorageItems operationWaitingForContinue");
    work();
    EXPECT_EQ(events_of(id), "") << "it waits";
    for (int pages = 0; pages < 10; ++pages) {
        EXPECT_EQ(call("chainHead_v1_continue", name + "," + operation), nullptr);
        work();
        items += messages[id][0].at("items").as_array().size();
        if (events_of(id) == "operationStorageItems operationStorageDone") break;
    }
    EXPECT_EQ(items, 25u) << "with :code and a";

    // One that is stopped while it waits is over, and its slot free.
    const std::string other = json::serialize(
        call("chainHead_v1_storage", name + "," + quoted(block) + R"(,[{"key":"0x","type":"descendantsValues"}],null)")
            .at("operationId"));
    work();
    events_of(id);
    EXPECT_EQ(call("chainHead_v1_stopOperation", name + "," + other), nullptr);
    EXPECT_EQ(call("chainHead_v1_continue", name + "," + other), nullptr);
    work();
    EXPECT_EQ(events_of(id), "");
}

TEST_F(NewMethods, StartSixteenOperationsAtOnce) {
    const std::string id = follow(), pinned = '"' + id + "\"," + quoted(genesis());
    for (int i = 0; i < 15; ++i) call("chainHead_v1_call", pinned + R"(,"get","0x61")");
    const Json two = call("chainHead_v1_storage", pinned + R"(,[{"key":"0x","type":"descendantsValues"},)"
                                                           R"({"key":"0x61","type":"value"}],null)");
    EXPECT_EQ(two.at("discardedItems"), 1);
    EXPECT_EQ(call("chainHead_v1_body", pinned).at("result"), "limitReached");
    work();
    EXPECT_EQ(call("chainHead_v1_body", pinned).at("result"), "started");
}

TEST_F(NewMethods, OperationsDoNotBeginWhenTheNodeStops) {
    const std::string id = follow(), pinned = '"' + id + "\"," + quoted(genesis());
    events_of(id);
    scheduler->request_stop();
    call("chainHead_v1_call", pinned + R"(,"get","0x61")");
    work();
    EXPECT_EQ(events_of(id), "operationInaccessible");
}

// The best branch is pruned: its blocks are gone from the database, but who pinned them may read them for a while.
TEST_F(NewMethods, PinnedBlocksOfAForkStayReadable) {
    const std::string id = follow(), name = '"' + id + '"';
    const Hash256 loser = chain.add(genesis(), {.extrinsic = put_extrinsic("a", "loser"), .weight = 9});
    const Hash256 winner = chain.add(genesis(), {.extrinsic = put_extrinsic("a", "winner"), .weight = 1});
    work();
    events_of(id);
    ASSERT_TRUE(*chain->finalize(winner, std::nullopt));
    work();
    EXPECT_EQ(messages[id].back().at("prunedBlockHashes"), Json(json::array{shown_name(loser)}));
    EXPECT_EQ(events_of(id), "bestBlockChanged finalized");
    EXPECT_EQ(*chain->find_header(loser), nullptr);
    EXPECT_FALSE(chain->has_state(loser));

    const std::string pinned = name + "," + quoted(loser);
    EXPECT_TRUE(call("chainHead_v1_header", pinned).is_string());
    call("chainHead_v1_body", pinned);
    EXPECT_EQ(events_of(id), "operationBodyDone");
    call("chainHead_v1_storage", pinned + R"(,[{"key":"0x61","type":"value"}],null)");
    EXPECT_EQ(messages[id][0].at("items").at(0).at("value"), shown(as_bytes("loser")));
    events_of(id);
    call("chainHead_v1_call", pinned + R"(,"get","0x61")");
    work();
    EXPECT_EQ(messages[id][0].at("output"), shown(scale::encode(std::optional(to_bytes(as_bytes("loser"))))));
    events_of(id);

    // Who lets it go is not disturbed; who does not is stopped after a minute.
    const std::string other = follow();
    time.run_until_ms(time.now_ms() + 61'000);
    chain.add(winner);
    work();
    EXPECT_EQ(events_of(id), "newBlock bestBlockChanged stop");
    EXPECT_EQ(events_of(other), "initialized bestBlockChanged newBlock bestBlockChanged");
    EXPECT_EQ(call("chainHead_v1_header", pinned), nullptr);
}

TEST_F(NewMethods, AFollowerThatReadsNothingIsStopped) {
    const std::string id = follow();
    events_of(id);
    Hash256 at = genesis();
    size_t tasks = 0;
    for (int i = 0; i < 400; ++i) {
        at = chain.add(at);
        ASSERT_TRUE(*chain->finalize(at, std::nullopt));
        while (time.run_next()) ++tasks;  // no messages are taken
    }
    EXPECT_LE(tasks, (2 + 3) * 400u + 10) << "three are the pool's; nothing polls for room";
    work();
    const std::string all = events_of(id);
    EXPECT_TRUE(all.ends_with("stop")) << all;
    EXPECT_EQ(call("chainHead_v1_header", '"' + id + "\"," + quoted(at)), nullptr);
}

TEST_F(NewMethods, AFollowerThatReadsLateGetsAllEventsInOrder) {
    const std::string id = follow();
    events_of(id);
    Hash256 at = genesis();
    std::string expected;
    for (int i = 0; i < 50; ++i) {
        at = chain.add(at);
        expected += (expected.empty() ? "" : " ") + std::string("newBlock bestBlockChanged");
    }
    while (time.run_next()) {
    }
    work();
    EXPECT_EQ(events_of(id), expected);
}

// The view is dropped where finality lags too far behind, and read again when it comes closer.
TEST_F(NewMethods, FollowersAreStoppedWithoutFinalityAndMayComeBackWithIt) {
    const std::string id = follow();
    Hash256 at = genesis();
    std::vector<Hash256> blocks;
    for (int i = 0; i < 140; ++i) blocks.push_back(at = chain.add(at));
    work();
    EXPECT_TRUE(events_of(id).ends_with(" stop"));
    const std::string early = follow();
    EXPECT_EQ(events_of(early), "stop");
    ASSERT_TRUE(*chain->finalize(blocks[5], std::nullopt));
    work();
    EXPECT_EQ(events_of(follow()), "stop") << "it is still too far";
    ASSERT_TRUE(*chain->finalize(blocks[129], std::nullopt));
    work();
    const std::string late = follow();
    EXPECT_EQ(messages[late][0].at("finalizedBlockHashes").as_array().size(), 16u);
    EXPECT_EQ(messages[late].size(), 1u + 10 + 1) << "the finalized blocks, those above, and the best one";
    events_of(late);
    chain.add(at);
    work();
    EXPECT_EQ(events_of(late), "newBlock bestBlockChanged");
}

// A broadcast keeps no bytes of a transaction that was refused: 7.5 MiB of each would be left otherwise.
TEST_F(NewMethods, BroadcastsForgetRefusedTransactions) {
    const std::string large = '"' + to_hex_prefixed(scale::encode(Bytes(100'000, 7))) + '"';
    EXPECT_TRUE(call("transaction_v1_broadcast", large).is_string());
    EXPECT_EQ(services.memory->used(MemoryOwner::kBroadcasts), 0u);

    Charge others;
    ASSERT_TRUE(others.take(services.memory, MemoryOwner::kMessages, MemoryBudget::kMaxBytes - 1000));
    EXPECT_EQ(call("transaction_v1_broadcast", large), nullptr) << "there is no memory for it";
}

class ShortStates : public NewMethods {
  protected:
    static chain::ClientOptions options() {
        chain::ClientOptions out;
        out.database.state_pruning = chain::Pruning{chain::Pruning::Mode::kLast, 100};
        return out;
    }
    ShortStates() : NewMethods(options()) {}
};

TEST_F(ShortStates, AFinalizedBlockIsReadableForAMinuteAfterItsStateIsPruned) {
    const std::string id = follow(), pinned = '"' + id + "\"," + quoted(genesis());
    Hash256 at = genesis();
    for (int i = 0; i < 130; ++i) {
        at = chain.add(at);
        ASSERT_TRUE(*chain->finalize(at, std::nullopt));
        work();
        call("chainHead_v1_unpin", '"' + id + "\"," + quoted(at));
    }
    EXPECT_FALSE(chain->has_state(genesis()));
    events_of(id);
    call("chainHead_v1_storage", pinned + R"(,[{"key":"0x61","type":"value"}],null)");
    EXPECT_EQ(messages[id][0].at("items").at(0).at("value"), "0x30");
    time.run_until_ms(time.now_ms() + 61'000);
    chain.add(at);
    work();
    EXPECT_TRUE(events_of(id).ends_with("stop"));
}

// Observed: polkadot-stable2407: archive_v1 is offered by archive nodes alone.
TEST_F(NewMethods, OfferAnArchiveWherePastStatesAreKept) {
    Registry other;
    services.is_archive = false;
    add_archive(other, services);
    EXPECT_TRUE(other.names().empty());
}

TEST_F(NewMethods, ReadAnyBlockOfTheArchive) {
    const Hash256 one = chain.add(genesis());
    const Hash256 fork = chain.add(genesis(), {.extrinsic = put_extrinsic("b", "2")});
    EXPECT_EQ(call("archive_v1_genesisHash"), shown_name(genesis()));
    EXPECT_EQ(call("archive_v1_finalizedHeight"), 0);
    EXPECT_EQ(call("archive_v1_hashByHeight", "0"), Json(json::array{shown_name(genesis())}));
    EXPECT_EQ(call("archive_v1_hashByHeight", "1"), (Json(json::array{shown_name(one), shown_name(fork)})));
    EXPECT_EQ(call("archive_v1_hashByHeight", "2"), Json(json::array{}));
    EXPECT_EQ(call("archive_v1_header", quoted(one)), shown(scale::encode(**chain->find_header(one))));
    EXPECT_EQ(call("archive_v1_header", quoted(Hash256{{9}})), nullptr);
    EXPECT_EQ(call("archive_v1_body", quoted(one)), Json(json::array{shown(scale::encode(put_extrinsic("a", "1")))}));
    EXPECT_EQ(call("archive_v1_body", quoted(Hash256{{9}})), nullptr);
    EXPECT_EQ(call("archive_v1_call", quoted(one) + R"(,"get","0x61")"),
              Json({{"success", true}, {"value", shown(scale::encode(std::optional(Bytes{'1'})))}}));
    EXPECT_EQ(call("archive_v1_call", quoted(one) + R"(,"none","0x")").at("success"), false);
    EXPECT_EQ(call("archive_v1_call", quoted(Hash256{{9}}) + R"(,"get","0x61")"), nullptr);
    ASSERT_TRUE(*chain->finalize(fork, std::nullopt));
    EXPECT_EQ(call("archive_v1_hashByHeight", "1"), Json(json::array{shown_name(fork)}));
}

TEST_F(NewMethods, ReadStorageOfTheArchive) {
    Hash256 block = genesis();
    for (int i = 0; i < 200; ++i) {
        block = chain.add(block, {.extrinsic = put_extrinsic("k" + std::to_string(100 + i), "v")});
    }
    const Json id = call("archive_v1_storage", quoted(block) + R"(,[{"key":"0x6b","type":"descendantsValues"},)"
                                                               R"({"key":"0x61","type":"hash"}],null)");
    const std::string name(id.as_string());
    work();
    ASSERT_EQ(messages[name].size(), 202u);
    EXPECT_EQ(messages[name][0], Json({{"event", "storage"}, {"key", shown(as_bytes("k100"))}, {"value", "0x76"}}));
    EXPECT_EQ(messages[name][201], Json({{"event", "storageDone"}}));

    const Json later =
        call("archive_v1_storage", quoted(block) + R"(,[{"key":"0x6b","type":"descendantsHashes",)" +
                                       R"("paginationStartKey":")" + to_hex_prefixed(as_bytes("k298")) + R"("}],null)");
    work();
    EXPECT_EQ(messages[std::string(later.as_string())].size(), 2u);
    const Json absent = call("archive_v1_storage", quoted(Hash256{{9}}) + ",[],null");
    work();
    EXPECT_EQ(events_of(std::string(absent.as_string())), "storageError");
    EXPECT_EQ(error_of("archive_v1_storage",
                       quoted(block) + R"(,[{"key":"0x","type":"value","paginationStartKey":"0x"}],null)"),
              -32602);
}

TEST_F(NewMethods, ReportWhatDiffersBetweenTwoStates) {
    const Hash256 one = chain.add(genesis(), {.extrinsic = put_extrinsic("a", "1")});
    const Hash256 two = chain.add(one, {.extrinsic = put_extrinsic("b", "2")});
    const auto diff = [&](const std::string& params) {
        const Json id = call("archive_v1_storageDiff", params);
        work();
        std::string out;
        for (const Json& message : messages[std::string(id.as_string())]) {
            out += std::string(message.at("event").as_string()) + ' ';
            if (message.as_object().contains("key")) {
                out += std::string(message.at("key").as_string()) + ' ' + std::string(message.at("type").as_string()) +
                       ' ';
            }
        }
        return out;
    };
    EXPECT_EQ(diff(quoted(two)), "storageDiff 0x62 added storageDiffDone ");
    EXPECT_EQ(diff(quoted(one)), "storageDiff 0x61 modified storageDiffDone ");
    EXPECT_EQ(diff(quoted(two) + ",[]," + quoted(genesis())),
              "storageDiff 0x61 modified storageDiff 0x62 added storageDiffDone ");
    EXPECT_EQ(diff(quoted(two) +
                   R"(,[{"key":"0x62","returnType":"hash"},{"key":"0x","returnType":"value",)"
                   R"("childTrieKey":"0x01"}],)" +
                   quoted(genesis())),
              "storageDiff 0x62 added storageDiffDone ");
    EXPECT_EQ(diff(quoted(one) + ",[]," + quoted(two)), "storageDiffError ");
    EXPECT_EQ(diff(quoted(Hash256{{9}})), "storageDiffError ");
}

TEST_F(NewMethods, AnswerTransactionsThatAreNone) {
    const Json watched = call("transactionWatch_v1_submitAndWatch", R"("0x00")");
    work();
    EXPECT_EQ(events_of(std::string(watched.as_string())), "error") << "the runtime of this chain validates nothing";
    const Json broken = call("transactionWatch_v1_submitAndWatch", R"("0x08")");
    work();
    EXPECT_EQ(messages[std::string(broken.as_string())][0],
              Json({{"event", "invalid"}, {"error", "Extrinsic bytes cannot be decoded"}}));
    EXPECT_EQ(error_of("transactionWatch_v1_submitAndWatch", R"("0x0")"), -32602);
}

TEST_F(NewMethods, BroadcastSixteenTransactionsOfAConnection) {
    std::vector<std::string> ids;
    for (int i = 0; i < 16; ++i) {
        const Json id = call("transaction_v1_broadcast", R"("0x08")");
        ASSERT_TRUE(id.is_string()) << "that it is none is not an error";
        ids.push_back(json::serialize(id));
    }
    EXPECT_EQ(call("transaction_v1_broadcast", R"("0x08")"), nullptr);
    EXPECT_TRUE(call_on(second, "transaction_v1_broadcast", R"("0x08")").is_string());
    EXPECT_EQ(call_on(second, "transaction_v1_stop", ids[0]).at("code"), -32602) << "it is not its own";
    EXPECT_EQ(call("transaction_v1_stop", ids[0]), nullptr);
    EXPECT_EQ(error_of("transaction_v1_stop", ids[0]), -32602);
    EXPECT_TRUE(call("transaction_v1_broadcast", R"("0x08")").is_string());
}

/// Counts the callbacks for its end.
class CountingConnection final : public Connection {
  public:
    uint64_t id() const noexcept override { return 77; }
    bool can_subscribe() const noexcept override { return true; }
    void on_close(std::function<void()> callback) override { callbacks.push_back(std::move(callback)); }
    bool post(Cost, std::move_only_function<void()>) override { return false; }
    std::stop_token stop_token() const noexcept override { return {}; }

    std::vector<std::function<void()>> callbacks;
};

// What a connection remembers must not grow with its calls.
TEST_F(NewMethods, BroadcastsRegisterOnceForTheEndOfAConnection) {
    const auto broadcasts = std::make_shared<Broadcasts>(services);
    const auto connection = std::make_shared<CountingConnection>();
    const Bytes none = {8};
    for (int i = 0; i < 3; ++i) {
        const auto id = broadcasts->begin(connection, none);
        ASSERT_TRUE(id);
        EXPECT_TRUE(broadcasts->stop(*connection, *id));
    }
    ASSERT_EQ(connection->callbacks.size(), 1u);
    const auto last = broadcasts->begin(connection, none);
    connection->callbacks[0]();
    EXPECT_FALSE(broadcasts->stop(*connection, *last)) << "it ended with the connection";
}

}  // namespace
}  // namespace serinus::rpc
