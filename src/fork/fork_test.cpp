#include "fork/fork_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <deque>
#include <thread>
#include <utility>

#include "base/hex.hpp"
#include "fork/origin/origin_node.hpp"
#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::fork {
namespace {

namespace json = boost::json;
using state::Area;
using testing::HasSubstr;

/// A node that answers from a map, or however a test wants it to.
class FakeNode {
  public:
    std::map<Bytes, Bytes> top;
    size_t requests = 0, connections = 0;
    size_t turns = 0;        ///< times that something was sent after an answer: calls that waited for others
    bool has_query = false;  ///< state_queryStorageAt
    size_t same_waits = 0;   ///< messages that had to come in the time of the one before
    bool is_down = false;
    /// Empty: as a good node does.
    std::function<std::optional<std::string>(const json::object& request)> answer = {};

    std::shared_ptr<OriginNode> open() {
        const auto connect = [this]() -> Result<std::unique_ptr<Connection>, std::string> {
            ++connections;
            if (is_down) return Err(std::string("nobody is there"));
            return std::unique_ptr<Connection>(std::make_unique<FakeConnection>(*this));
        };
        return std::make_shared<OriginNode>(
            "fake", connect, [this](uint32_t ms) { waits.push_back(ms); }, ConnectionLimits());
    }

    std::vector<uint32_t> waits;  ///< between attempts

  private:
    class FakeConnection final : public Connection {
      public:
        explicit FakeConnection(FakeNode& node) : node_(&node) {}
        Result<void, std::string> send(const std::string& message) override {
            ++node_->requests;
            if (std::exchange(was_answered_, false)) ++node_->turns;
            const json::value request = json::parse(message);
            if (request.at("method") == "state_queryStorageAt" && !node_->has_query) {
                --node_->requests;
                answers_.push_back(R"({"error":{"code":-32601,"message":"no"},"id":)" +
                                   json::serialize(request.at("id")) + "}");
                return {};
            }
            if (auto text = node_->answer ? node_->answer(request.get_object()) : std::nullopt) {
                answers_.push_back(*std::move(text));
                return {};
            }
            // The latest first: an origin may answer in any order.
            answers_.push_front(json::serialize(json::object{
                {"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", node_->result(request.get_object())}}));
            return {};
        }
        Result<std::string, std::string> receive(bool is_same_wait) override {
            if (is_same_wait) ++node_->same_waits;
            if (answers_.empty() || node_->is_down) return Err(std::string("the connection is closed"));
            was_answered_ = true;
            std::string out = std::move(answers_.front());
            answers_.pop_front();
            return out;
        }

      private:
        FakeNode* node_;
        bool was_answered_ = true;
        std::deque<std::string> answers_;
    };

    json::value result(const json::object& request) {
        const auto& method = request.at("method").get_string();
        const auto& params = request.at("params").get_array();
        const auto bytes = [&](size_t i) { return *from_hex_prefixed(params.at(i).get_string()); };
        if (method == "state_getStorage") {
            const auto found = top.find(bytes(0));
            return found == top.end() ? json::value(nullptr) : json::value(to_hex_prefixed(found->second));
        }
        if (method == "state_queryStorageAt" && has_query) {
            json::array changes;
            for (const auto& key : params.at(0).get_array()) {
                const auto found = top.find(*from_hex_prefixed(key.get_string()));
                const json::value value =
                    found == top.end() ? json::value(nullptr) : json::value(to_hex_prefixed(found->second));
                changes.push_back(json::array{key, value});
            }
            return json::array{json::object{{"block", params.at(1)}, {"changes", std::move(changes)}}};
        }
        if (method == "state_getKeysPaged") {
            auto next = params.at(2).is_null() ? top.begin() : top.upper_bound(bytes(2));
            json::array out;
            for (; next != top.end() && out.size() < params.at(1).to_number<size_t>(); ++next) {
                out.emplace_back(to_hex_prefixed(next->first));
            }
            return out;
        }
        return nullptr;
    }
};

class ForkTest : public testing::Test {
  protected:
    static std::shared_ptr<Cache> open_cache(const std::string& folder = {}) {
        auto cache = Cache::open(folder);
        EXPECT_TRUE(cache) << cache.error();
        return *std::move(cache);
    }
    RemoteOrigin open(const std::shared_ptr<Cache>& cache, bool is_offline = false) {
        return {ChainFacts{}, cache, is_offline ? nullptr : node.open()};
    }
    static std::string get(RemoteOrigin& origin, const Bytes& key) {
        const auto value = origin.get(Area::top(), key);
        if (!value) return value.error().reason;
        return *value ? to_hex(**value) : "nothing";
    }
    static std::vector<Bytes> keys(state::Origin& origin) {
        std::vector<Bytes> out;
        Bytes last;
        for (;;) {
            auto next = origin.next_key(Area::top(), last);
            if (!next) ADD_FAILURE() << next.error().reason;
            if (!next || !*next) return out;
            out.push_back(last = **std::move(next));
        }
    }

    FakeNode node;
};

Bytes numbered(uint32_t i) { return {0x50, static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)}; }

TEST_F(ForkTest, WhatWasReadOnceIsNotAskedForAgain) {
    node.top = {{{1}, {0xaa}}};
    const auto cache = open_cache();
    auto origin = open(cache);
    EXPECT_EQ(get(origin, {1}), "aa");
    EXPECT_EQ(get(origin, {2}), "nothing");
    EXPECT_EQ(node.requests, 2u);
    node.top.clear();
    EXPECT_EQ(get(origin, {1}), "aa");
    EXPECT_EQ(get(origin, {2}), "nothing");
    EXPECT_EQ(node.requests, 2u);
}

TEST_F(ForkTest, KeysComeInPagesAndTheirValuesTogether) {
    for (uint32_t i = 0; i < 1'300; ++i) node.top[numbered(i)] = {1};
    auto origin = open(open_cache());
    EXPECT_EQ(keys(origin).size(), 1'300u);
    EXPECT_EQ(node.requests, 3u);
    EXPECT_EQ(keys(origin).size(), 1'300u);
    EXPECT_EQ(*origin.next_key(Area::top(), numbered(700)), numbered(701));
    EXPECT_EQ(node.requests, 3u) << "the pages are kept";
    EXPECT_EQ(get(origin, numbered(0)), "01");
    const size_t before = node.requests;
    EXPECT_EQ(get(origin, numbered(63)), "01");
    EXPECT_EQ(node.requests, before) << "it came with the first one";
}

// A page in the middle, then one before it that reaches into it.
TEST_F(ForkTest, PagesMayOverlap) {
    for (uint32_t i = 0; i < 1'000; ++i) node.top[numbered(i)] = {1};
    auto origin = open(open_cache());
    EXPECT_EQ(*origin.next_key(Area::top(), numbered(300)), numbered(301));
    EXPECT_EQ(*origin.next_key(Area::top(), numbered(811)), numbered(812));
    EXPECT_EQ(*origin.next_key(Area::top(), numbered(812)), numbered(813));
    EXPECT_EQ(*origin.next_key(Area::top(), numbered(999)), std::nullopt);
    EXPECT_EQ(keys(origin).size(), 1'000u);
}

TEST_F(ForkTest, ASecondStartNeedsNoOrigin) {
    const std::string folder = testing::TempDir() + "serinus_fork_cache";
    ASSERT_TRUE(platform::remove_tree(folder));
    ASSERT_TRUE(platform::create_directories(folder));
    node.top = {{{1}, {0xaa}}, {{3}, {0xbb}}};
    {
        const auto cache = open_cache(folder);
        ChainFacts facts;
        facts.name = "Test";
        ASSERT_TRUE(cache->put_facts(facts));
        auto origin = open(cache);
        EXPECT_EQ(keys(origin).size(), 2u);
        EXPECT_EQ(get(origin, {1}), "aa");
    }
    {
        const auto cache = open_cache(folder);
        EXPECT_EQ((*cache->facts())->name, "Test");
        auto origin = open(cache, true);
        EXPECT_EQ(keys(origin).size(), 2u);
        EXPECT_EQ(get(origin, {1}), "aa");
        EXPECT_EQ(get(origin, {2}), "nothing") << "the list says so";
        EXPECT_EQ(get(origin, {9}), "nothing");
    }
    const auto other = open_fork({.endpoints = {}, .at = "5", .cache_folder = folder, .overrides = {}, .limits = {}});
    ASSERT_FALSE(other);
    EXPECT_THAT(other.error(), HasSubstr("choose another --cache for another block"));
    ASSERT_TRUE(platform::remove_tree(folder));
}

TEST_F(ForkTest, WhatIsNotInTheCacheIsAnErrorOffline) {
    node.top = {{{1}, {0xaa}}, {{3}, {0xbb}}};
    const auto cache = open_cache();
    auto online = open(cache);
    EXPECT_EQ(get(online, {1}), "aa");
    auto offline = open(cache, true);
    EXPECT_EQ(get(offline, {1}), "aa");
    EXPECT_THAT(get(offline, {3}), HasSubstr("start it once without --offline"));
    EXPECT_EQ(keys(online).size(), 2u);
    EXPECT_THAT(get(offline, {3}), HasSubstr("start it once without --offline")) << "it is listed";
    EXPECT_EQ(get(offline, {2}), "nothing") << "it is not listed";
}

TEST_F(ForkTest, AllEntriesWithAPrefixAreFetchedOnce) {
    for (uint16_t i = 0; i < 2000; ++i) {
        node.top[{7, static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)}] = {static_cast<uint8_t>(i)};
    }
    node.top[{6}] = {1};
    node.top[{8}] = {1};
    node.has_query = true;
    const auto cache = open_cache();
    auto online = open(cache);
    std::vector<size_t> heard;
    const auto progress = [&](size_t entries) {
        heard.push_back(entries);
        return true;
    };
    EXPECT_EQ(online.fetch_all(Bytes{7}, progress), 2000u);
    EXPECT_TRUE(std::ranges::is_sorted(heard));
    EXPECT_GE(heard.size(), 2000 / OriginApi::kMaxAtOnce);
    const size_t requests = node.requests;
    EXPECT_EQ(online.fetch_all(Bytes{7}, progress), 2000u);
    EXPECT_EQ(node.requests, requests) << "all of it is there";

    auto offline = open(cache, true);
    EXPECT_EQ(get(offline, {7, 1, 2}), "02");
    EXPECT_EQ(get(offline, {7, 100, 2}), "nothing");
    EXPECT_EQ(offline.fetch_all(Bytes{7}, progress), 2000u);
    EXPECT_EQ(get(offline, {8}), "01") << "who walks through the entries reads one more";
    EXPECT_THAT(get(offline, {6}), HasSubstr("offline"));

    EXPECT_EQ(online.fetch_all({}, progress), 2002u) << "everything";
    EXPECT_EQ(get(offline, {6}), "01");
}

TEST_F(ForkTest, WhoFetchesAllMayBeInterruptedAndGoesOnWhereItWas) {
    for (uint16_t i = 0; i < 1000; ++i) node.top[{7, static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)}] = {1};
    node.has_query = true;
    auto origin = open(open_cache());
    size_t calls = 0;
    const auto stopped = origin.fetch_all(Bytes{7}, [&](size_t) { return ++calls < 3; });
    ASSERT_FALSE(stopped);
    EXPECT_THAT(stopped.error(), HasSubstr("what was fetched is kept"));
    const size_t requests = node.requests;
    EXPECT_EQ(origin.fetch_all(Bytes{7}, [](size_t) { return true; }), 1000u);
    EXPECT_LT(node.requests - requests, 6);
}

/// An item with one value has its prefix as the key.
TEST_F(ForkTest, AKeyThatIsThePrefixItselfIsFetchedToo) {
    node.top[{7}] = {5};
    const auto cache = open_cache();
    auto online = open(cache);
    const auto progress = [](size_t) { return true; };
    EXPECT_EQ(online.fetch_all(Bytes{7}, progress), 1u);
    EXPECT_EQ(online.fetch_all(Bytes{9}, progress), 0u);
    auto offline = open(cache, true);
    EXPECT_EQ(get(offline, {7}), "05");
    EXPECT_EQ(get(offline, {9}), "nothing");
}

TEST_F(ForkTest, AForeignFolderIsNoCache) {
    const std::string folder = testing::TempDir() + "serinus_fork_foreign";
    ASSERT_TRUE(platform::remove_tree(folder));
    ASSERT_TRUE(platform::create_directories(folder));
    {
        const auto store = storage::open_store(folder);
        ASSERT_TRUE(store);
        auto batch = (*store)->batch();
        batch->put(0, Bytes{1}, Bytes{2});
        ASSERT_TRUE((*store)->commit(std::move(batch), storage::Durability::kSynced));
    }
    const auto cache = Cache::open(folder);
    ASSERT_FALSE(cache);
    EXPECT_THAT(cache.error(), HasSubstr("the database of something else; remove the folder"));
    ASSERT_TRUE(platform::remove_tree(folder));
}

TEST_F(ForkTest, WhatAnEarlierForkReadIsFetchedTogether) {
    const auto folder = *platform::create_temporary_directory("serinus_test_");
    const std::string path = folder + "/reads/chain";
    std::vector<Bytes> order;
    for (uint32_t i = 0; i < 100; ++i) order.push_back(numbered(i * 37 % 101));
    for (const Bytes& key : order) node.top[key] = key;
    const auto read_all = [&](const std::shared_ptr<ReadHistory>& history) {
        RemoteOrigin origin(ChainFacts{}, open_cache(), node.open(), history);
        node.turns = 0;
        node.has_query = true;
        for (const Bytes& key : order) EXPECT_EQ(get(origin, key), to_hex(key));
        return node.turns;
    };
    EXPECT_EQ(read_all(nullptr), 100u);
    EXPECT_EQ(read_all(std::make_shared<ReadHistory>(path)), 100u) << "nothing was read before";
    EXPECT_EQ(read_all(std::make_shared<ReadHistory>(path)), 1u);
    // What is not read any more stays behind what is.
    std::swap(order.front(), order.back());
    order.push_back({9});
    node.top[{9}] = {9};
    EXPECT_LE(read_all(std::make_shared<ReadHistory>(path)), 4u);
    EXPECT_EQ(read_all(std::make_shared<ReadHistory>(path)), 1u);
    ASSERT_TRUE(platform::write_file_atomically(path, Bytes(100, 0xff), 0600));
    EXPECT_EQ(read_all(std::make_shared<ReadHistory>(path)), 101u) << "a damaged file says nothing";
    ASSERT_TRUE(platform::remove_tree(folder));
}

// Reads in an order that nobody knows, of maps that have `entries`: how many turns `reads` of them take.
TEST_F(ForkTest, MapsThatAreReadMuchAreWalked) {
    node.has_query = true;
    const auto folder = *platform::create_temporary_directory("serinus_test_");
    const auto turns_of = [&](uint32_t entries, bool walks) {
        node.top.clear();
        const auto key_of = [](uint32_t i) { return concat(Bytes(32, 7), numbered(i)); };
        for (uint32_t i = 0; i < entries; ++i) node.top[key_of(i)] = numbered(i);
        for (uint32_t i = 0; i < 1'000; ++i) node.top[concat(Bytes(32, 8), numbered(i))] = numbered(i);
        const auto history = walks ? std::make_shared<ReadHistory>(folder + "/" + std::to_string(entries)) : nullptr;
        RemoteOrigin origin(ChainFacts{}, open_cache(), node.open(), history);
        node.turns = 0;
        for (uint32_t i = 0; i < 2'000; ++i) {
            const uint32_t one = static_cast<uint32_t>(uint64_t{i} * 7'919 % entries);
            EXPECT_EQ(get(origin, key_of(one)), to_hex(numbered(one)));
        }
        return node.turns;
    };
    EXPECT_EQ(turns_of(2'003, false), 2'000u);
    EXPECT_LT(turns_of(2'003, true), 400u);
    // A large map costs a few pages of keys more, and no more than that.
    const size_t of_large = turns_of(100'003, true);
    EXPECT_GT(of_large, 1'800u);
    EXPECT_LT(of_large, 2'000 + 2 * ItemWalks::kOnTrust / OriginNode::kPageKeys);
    ASSERT_TRUE(platform::remove_tree(folder));
}

TEST_F(ForkTest, WhatSeveralThreadsWaitForIsFetchedTogether) {
    constexpr uint8_t kThreads = 16;
    for (uint8_t i = 0; i < kThreads; ++i) node.top[{1, i}] = {i};
    auto origin = open(open_cache());
    // The first answer comes when all the others wait.
    std::atomic<size_t> begun = 0;
    node.answer = [&](const json::object&) -> std::optional<std::string> {
        while (begun < kThreads) std::this_thread::yield();
        return std::nullopt;
    };
    std::vector<std::jthread> threads;
    for (uint8_t i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            ++begun;
            EXPECT_EQ(get(origin, {1, i}), to_hex(Bytes{i}));
            EXPECT_EQ(get(origin, {2}), "nothing");
        });
    }
    threads.clear();
    EXPECT_EQ(node.requests, kThreads + 1u) << "each key once";
    EXPECT_LE(node.connections, 1u);
}

/// What those who do not wait are given.
struct Given {
    std::mutex mutex;
    std::condition_variable changed;
    std::map<Bytes, std::string> values;

    state::TakeEntry take(const Bytes& key) {
        return [this, key](const state::EntryResult& value) {
            const std::lock_guard lock(mutex);
            values[key] = !value ? value.error().reason : *value ? to_hex(**value) : "nothing";
            changed.notify_all();
        };
    }
    void wait_for(size_t count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return values.size() >= count; });
    }
};

TEST_F(ForkTest, WhoDoesNotWaitIsGivenValuesTogether) {
    constexpr uint8_t kKeys = 100;
    for (uint8_t i = 0; i < kKeys; ++i) node.top[{1, i}] = {i};
    node.has_query = true;
    const auto scheduler = platform::make_threaded_scheduler(std::make_shared<platform::ThreadPools>());
    const auto origin = std::make_shared<RemoteOrigin>(ChainFacts{}, open_cache(), node.open());
    origin->fetch_with(*scheduler);
    std::atomic<bool> are_asked = false;
    node.answer = [&](const json::object&) -> std::optional<std::string> {
        while (!are_asked) std::this_thread::yield();
        return std::nullopt;
    };
    Given given;
    for (uint8_t i = 0; i < kKeys; ++i) {
        auto take = given.take({1, i});
        EXPECT_FALSE(origin->get_or_ask(Area::top(), Bytes{1, i}, take));
    }
    // A thread that waits is served beside them.
    std::jthread thread([&] { EXPECT_EQ(get(*origin, {1, 7}), "07"); });
    auto missing = given.take({2});
    EXPECT_FALSE(origin->get_or_ask(Area::top(), Bytes{2}, missing));
    are_asked = true;
    given.wait_for(kKeys + 1);
    thread.join();
    for (uint8_t i = 0; i < kKeys; ++i) EXPECT_EQ((given.values[{1, i}]), to_hex(Bytes{i}));
    EXPECT_EQ(given.values[{2}], "nothing");
    EXPECT_LE(node.requests, 4u) << "one for the first, and one for all that came meanwhile";
    auto known = given.take({});
    const auto value = origin->get_or_ask(Area::top(), Bytes{1, 7}, known);
    ASSERT_TRUE(value);
    EXPECT_EQ(**value, Bytes{7}) << "what is known is given at once";
}

// Calls of the runtime hold a thread while they wait. What is known is given meanwhile, and so is what another fork
// fetches from an origin that answers.
TEST_F(ForkTest, ManyThreadsThatWaitStarveNobodyElse) {
    constexpr size_t kThreads = 64;
    node.top = {{{1}, {0xaa}}};
    FakeNode other;
    other.top = {{{2}, {0xbb}}};
    const auto pools = std::make_shared<platform::ThreadPools>();
    const auto scheduler = platform::make_threaded_scheduler(pools),
               of_other = platform::make_threaded_scheduler(pools);
    const auto origin = std::make_shared<RemoteOrigin>(ChainFacts{}, open_cache(), node.open());
    const auto second = std::make_shared<RemoteOrigin>(ChainFacts{}, open_cache(), other.open());
    EXPECT_FALSE(origin->never_waits());
    origin->fetch_with(*scheduler);
    second->fetch_with(*of_other);
    EXPECT_TRUE(origin->never_waits());
    EXPECT_EQ(get(*origin, {1}), "aa");

    std::atomic<bool> may_answer = false;
    std::atomic<size_t> begun = 0;
    node.answer = [&](const json::object&) -> std::optional<std::string> {
        while (!may_answer) std::this_thread::yield();
        return std::nullopt;
    };
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            ++begun;
            EXPECT_EQ(get(*origin, {9, static_cast<uint8_t>(i)}), "nothing");
        });
    }
    while (begun < kThreads) std::this_thread::yield();
    Given given;
    auto unused = given.take({1});
    EXPECT_EQ(**origin->get_or_ask(Area::top(), Bytes{1}, unused), Bytes{0xaa});
    auto asked = given.take({5});
    EXPECT_FALSE(origin->get_or_ask(Area::top(), Bytes{5}, asked)) << "it is asked for, and nobody waits";
    auto of_second = given.take({2});
    EXPECT_FALSE(second->get_or_ask(Area::top(), Bytes{2}, of_second));
    given.wait_for(1);
    EXPECT_EQ(given.values[{2}], "bb");
    may_answer = true;
    given.wait_for(2);
    EXPECT_EQ(given.values[{5}], "nothing");
}

TEST_F(ForkTest, WhoDoesNotWaitIsGivenWhatTheFolderHas) {
    const auto folder = *platform::create_temporary_directory("serinus_test_");
    node.top = {{{1}, {0xaa}}};
    {
        auto origin = open(open_cache(folder));
        EXPECT_EQ(get(origin, {1}), "aa");
    }
    const auto scheduler = platform::make_threaded_scheduler(std::make_shared<platform::ThreadPools>());
    const auto origin = std::make_shared<RemoteOrigin>(ChainFacts{}, open_cache(folder), node.open());
    origin->fetch_with(*scheduler);
    const size_t before = node.requests;
    Given given;
    auto take = given.take({1});
    EXPECT_FALSE(origin->get_or_ask(Area::top(), Bytes{1}, take)) << "the folder is read by another thread";
    given.wait_for(1);
    EXPECT_EQ(given.values[{1}], "aa");
    auto again = given.take({1});
    EXPECT_TRUE(origin->get_or_ask(Area::top(), Bytes{1}, again)) << "it is in memory by then";
    EXPECT_EQ(node.requests, before);
    ASSERT_TRUE(platform::remove_tree(folder));
}

TEST_F(ForkTest, WhoDoesNotWaitHearsOfErrors) {
    const auto scheduler = platform::make_threaded_scheduler(std::make_shared<platform::ThreadPools>());
    const auto origin = std::make_shared<RemoteOrigin>(ChainFacts{}, open_cache(), node.open());
    Given given;
    auto alone = given.take({1});
    EXPECT_EQ(**origin->get_or_ask(Area::top(), Bytes{1}, alone), std::nullopt) << "without a scheduler it waits";
    origin->fetch_with(*scheduler);
    node.is_down = true;
    auto take = given.take({2});
    EXPECT_FALSE(origin->get_or_ask(Area::top(), Bytes{2}, take));
    given.wait_for(1);
    EXPECT_THAT(given.values[{2}], HasSubstr("nobody is there"));
}

TEST(FetchQueue, TooManyWhoDoNotWaitAreRefused) {
    FetchQueue queue([](Area, std::span<const BytesView> keys) -> Result<FetchQueue::Values, std::string> {
        return FetchQueue::Values(keys.size());
    });
    Given given;
    auto nobody = given.take({});
    EXPECT_FALSE(queue.ask(Area::top(), Bytes{1}, nobody));
    size_t posted = 0;
    queue.post_with([&posted] { return ++posted > 0; });
    for (uint32_t i = 0; i <= FetchQueue::kMaxAsked; ++i) {
        auto take = given.take(scale::encode(i));
        EXPECT_TRUE(queue.ask(Area::top(), scale::encode(i), take));
    }
    EXPECT_EQ(posted, 1u);
    ASSERT_EQ(given.values.size(), 1u);
    EXPECT_THAT(given.values[scale::encode(uint32_t{FetchQueue::kMaxAsked})], HasSubstr("too many reads wait"));
    queue.run();
    EXPECT_EQ(given.values.size(), FetchQueue::kMaxAsked + 1);
    auto large = given.take({1});
    EXPECT_TRUE(queue.ask(Area::top(), Bytes(FetchQueue::kMaxAskedBytes + 1), large));
    EXPECT_THAT(given.values[{1}], HasSubstr("too many reads wait"));
    // The node ends: nothing is posted any more, and nobody is forgotten.
    queue.post_with([] { return false; });
    auto last = given.take({2});
    EXPECT_TRUE(queue.ask(Area::top(), Bytes{2}, last));
    EXPECT_THAT(given.values[{2}], HasSubstr("the node stops"));
}

TEST_F(ForkTest, TheHistoryOfReadsIsBounded) {
    const auto folder = *platform::create_temporary_directory("serinus_test_");
    for (uint8_t round = 0; round < 2; ++round) {
        ReadHistory history(folder + "/chain");
        for (uint32_t i = 0; i < 2 * ReadHistory::kMaxEntries; ++i) {
            history.note(Area::top(), scale::encode(std::pair(round, i)));
        }
    }
    const ReadHistory history(folder + "/chain");
    const Bytes last = scale::encode(std::pair(uint8_t{1}, uint32_t{ReadHistory::kMaxEntries - 2}));
    EXPECT_EQ(history.after(Area::top(), last, 10).size(), 1u);
    EXPECT_LT(platform::read_file(folder + "/chain", size_t{1} << 30)->size(), ReadHistory::kMaxBytes);
    ASSERT_TRUE(platform::remove_tree(folder));
}

TEST_F(ForkTest, ALostConnectionIsMadeAgain) {
    node.top = {{{1}, {0xaa}}};
    auto origin = open(open_cache());
    size_t failures = 2;
    node.answer = [&](const json::object&) -> std::optional<std::string> {
        if (failures == 0) return std::nullopt;
        --failures;
        return "{";
    };
    EXPECT_EQ(get(origin, {1}), "aa");
    EXPECT_EQ(node.connections, 3u);
    node.answer = {};
    node.is_down = true;
    EXPECT_EQ(get(origin, {2}), "fake: nobody is there");
    node.is_down = false;
    EXPECT_EQ(get(origin, {2}), "nothing");
}

TEST_F(ForkTest, AHostileOriginIsAnErrorWithAReason) {
    auto origin = open(open_cache());
    const auto answer_with = [&](std::string result) {
        node.answer = [result](const json::object& request) {
            return std::optional(R"({"jsonrpc":"2.0","id":)" + json::serialize(request.at("id")) + "," + result + "}");
        };
    };
    for (const char* value : {"1", "\"0x0\"", "\"zz\"", "[]", "{}", "true"}) {
        answer_with(std::string(R"("result":)") + value);
        EXPECT_EQ(get(origin, {1}), "fake: a value is no hex text") << value;
    }
    answer_with(R"("error":{"code":1,"message":"state already discarded"})");
    EXPECT_THAT(get(origin, {1}), HasSubstr("state already discarded"));
    for (const char* page : {"1", "[1]", R"(["0x02","0x01"])", R"(["0x01","0x01"])", R"(["0x"])"}) {
        answer_with(std::string(R"("result":)") + page);
        EXPECT_FALSE(origin.next_key(Area::top(), {})) << page;
    }
    json::array huge(OriginNode::kPageKeys + 1, json::value("0x01"));
    answer_with(R"("result":)" + json::serialize(huge));
    EXPECT_FALSE(origin.next_key(Area::top(), {}));
    // Messages that answer nothing, without end.
    node.answer = [](const json::object&) { return std::optional<std::string>(R"({"id":null})"); };
    EXPECT_FALSE(origin.get(Area::top(), Bytes{1}));
    node.answer = [](const json::object&) { return std::optional<std::string>(std::string(100'000, '[')); };
    EXPECT_FALSE(origin.get(Area::top(), Bytes{1}));
}

// Observed: Chopsticks 1.5.1 started from a chain specification answers so for its genesis block.
TEST_F(ForkTest, BlocksWithOtherHashesThanTheirHeadersAreExplained) {
    const primitives::Header genesis;
    primitives::Header block;
    block.number = {7};
    const auto json_of = [](const primitives::Header& header) {
        return json::object{{"parentHash", to_hex_prefixed(header.parent_hash.bytes)},
                            {"number", "0x" + std::to_string(header.number.value)},
                            {"stateRoot", to_hex_prefixed(header.state_root.bytes)},
                            {"extrinsicsRoot", to_hex_prefixed(header.extrinsics_root.bytes)},
                            {"digest", json::object{{"logs", json::array()}}}};
    };
    Hash256 other;
    other.bytes.fill(0xcc);
    Hash256 genesis_hash = primitives::header_hash(genesis), hash = primitives::header_hash(block);
    node.answer = [&](const json::object& request) -> std::optional<std::string> {
        const auto& method = request.at("method").get_string();
        const auto& params = request.at("params").get_array();
        json::value result;
        if (method == "chain_getBlockHash") {
            const bool is_genesis = !params.empty() && params[0].to_number<uint64_t>() == 0;
            result = to_hex_prefixed((is_genesis ? genesis_hash : hash).bytes);
        } else if (method == "chain_getHeader") {
            result = json_of(params.at(0).get_string() == to_hex_prefixed(genesis_hash.bytes) ? genesis : block);
        } else if (method == "chain_getBlock") {
            result = json::object{{"block", json::object{{"header", json_of(block)}, {"extrinsics", json::array()}}}};
        }
        return json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", result}});
    };
    const auto refusal = [&] {
        const auto facts = node.open()->facts("7");
        return facts ? std::string("taken") : facts.error();
    };
    EXPECT_EQ(refusal(), "taken");
    genesis_hash = other;
    EXPECT_THAT(refusal(), HasSubstr("fake: the hash of a header is not that of its block: the genesis block"));
    EXPECT_THAT(refusal(), HasSubstr(to_hex_prefixed(other.bytes)));
    EXPECT_THAT(refusal(), HasSubstr(to_hex_prefixed(primitives::header_hash(genesis).bytes)));
    EXPECT_THAT(refusal(), HasSubstr("--chain FILE.json"));
    genesis_hash = primitives::header_hash(genesis);
    hash = other;
    EXPECT_THAT(refusal(), HasSubstr("its block: block 7 is called"));
    EXPECT_THAT(refusal(), HasSubstr("Chopsticks"));
}

TEST_F(ForkTest, ManyValuesComeByOneCall) {
    for (uint32_t i = 0; i < 200; ++i) node.top[numbered(i)] = numbered(i);
    node.has_query = true;
    auto origin = open(open_cache());
    ASSERT_EQ(keys(origin).size(), 200u);
    const size_t before = node.requests;
    for (uint32_t i = 0; i < 64; ++i) EXPECT_EQ(get(origin, numbered(i)), to_hex(numbered(i)));
    EXPECT_EQ(node.requests, before + 1);
    // What comes of it is checked, and asked for one by one if it is not all.
    for (const char* result : {"null", "[]", "[{}]", R"([{"changes":[]}])", R"([{"changes":[["0x01","0x02"]]}])"}) {
        auto fresh = open(open_cache());
        ASSERT_EQ(keys(fresh).size(), 200u);
        node.answer = [result](const json::object& request) -> std::optional<std::string> {
            if (request.at("method") != "state_queryStorageAt") return std::nullopt;
            return R"({"id":)" + json::serialize(request.at("id")) + R"(,"result":)" + result + "}";
        };
        EXPECT_EQ(get(fresh, numbered(0)), to_hex(numbered(0))) << result;
        node.answer = {};
    }
    for (const char* changes : {"[1]", R"([["0x01"]])", R"([[1,"0x"]])", R"([["0x01",1]])", R"([["0x01","0x0"]])"}) {
        auto fresh = open(open_cache());
        ASSERT_EQ(keys(fresh).size(), 200u);
        node.answer = [changes](const json::object& request) {
            return std::optional(R"({"id":)" + json::serialize(request.at("id")) + R"(,"result":[{"changes":)" +
                                 changes + "}]}");
        };
        EXPECT_THAT(get(fresh, numbered(0)), HasSubstr("fake: a ")) << changes;
        node.answer = {};
    }
}

TEST_F(ForkTest, LargeValuesComeOneByOne) {
    constexpr size_t kBytes = size_t{2} << 20;
    for (uint8_t i = 1; i <= 20; ++i) node.top[{i}] = Bytes(kBytes, i);
    auto origin = open(open_cache());
    ASSERT_EQ(keys(origin).size(), 20u);
    const size_t before = node.requests;
    EXPECT_EQ(*origin.get(Area::top(), Bytes{1}), Bytes(kBytes, 1)) << "80 MiB of hex with those that follow";
    EXPECT_GT(node.requests, before + 1) << "they were asked for together";
    EXPECT_EQ(*origin.get(Area::top(), Bytes{20}), Bytes(kBytes, 20));
    node.has_query = true;
    std::vector<std::jthread> threads;
    for (uint8_t i = 2; i < 20; ++i) {
        threads.emplace_back([&origin, i] { EXPECT_EQ(*origin.get(Area::top(), Bytes{i}), Bytes(kBytes, i)); });
    }
}

TEST_F(ForkTest, AMessageOfManyValuesIsRefusedBeforeItIsRead) {
    auto origin = open(open_cache());
    node.answer = [](const json::object& request) {
        std::string many = R"({"jsonrpc":"2.0","id":)" + json::serialize(request.at("id")) + R"(,"result":[0)";
        for (int i = 0; i < 300'000; ++i) many += ",0";
        return std::optional(many + "]}");
    };
    EXPECT_EQ(get(origin, {1}), "fake: it sends a message of too many values");
}

TEST_F(ForkTest, WhatAnswersNothingGivesNoMoreTime) {
    auto origin = open(open_cache());
    node.answer = [](const json::object&) { return std::optional<std::string>(R"({"id":77777,"result":"0x"})"); };
    EXPECT_EQ(get(origin, {1}), "fake: the connection is closed");
    EXPECT_EQ(node.same_waits, size_t(ConnectionLimits().attempts)) << "once in each attempt";
}

TEST_F(ForkTest, KeysWithoutEndAreAnError) {
    for (uint32_t i = 0; i < 3'000; ++i) node.top[numbered(i)] = {1};
    const size_t key_bytes = numbered(0).size();
    const auto list = [&](size_t max_bytes) {
        RemoteOrigin origin(ChainFacts{}, open_cache(), node.open(), nullptr, max_bytes);
        Bytes key;
        for (size_t count = 0;; ++count) {
            const auto next = origin.next_key(Area::top(), key);
            if (!next) return next.error().reason;
            if (!*next) return std::to_string(count);
            key = **next;
        }
    };
    EXPECT_EQ(list(3'000 * key_bytes), "3000");
    EXPECT_THAT(list(2'000 * key_bytes), HasSubstr("of keys in a row: choose another --endpoint"));
    RemoteOrigin origin(ChainFacts{}, open_cache(), node.open(), nullptr, 1'000 * key_bytes);
    for (uint32_t i = 0; i < 5; ++i) {
        EXPECT_TRUE(origin.next_key(Area::top(), numbered(5 * i))) << "pages that do not follow each other";
    }
}

TEST_F(ForkTest, RefusalsSayWhatToDo) {
    auto origin = open(open_cache());
    const auto said = [&](const char* error) {
        node.answer = [error](const json::object& request) {
            return std::optional(R"({"jsonrpc":"2.0","id":)" + json::serialize(request.at("id")) + R"(,"error":)" +
                                 error + "}");
        };
        return get(origin, {1});
    };
    // Observed: polkadot 1.25.1
    EXPECT_THAT(
        said(
            R"({"code":4003,"message":"Client error: Api called for an unknown Block: State already discarded for 0x12"})"),
        HasSubstr("choose a later one with --at, or as --endpoint a node that keeps all states"));
    EXPECT_THAT(said(R"({"code":4003,"message":"UnknownBlock: Header was not found in the database: 0x12"})"),
                HasSubstr("choose another one with --at"));
    EXPECT_THAT(said(R"({"code":429,"message":"calm down"})"), HasSubstr("with more --origin-attempts"));
    for (const char* at : {"best", "-1", "0x12", "0xzz", "12345678901", "1 "}) {
        const auto opened =
            open_fork({.endpoints = {"ws://127.0.0.1:1"}, .at = at, .cache_folder = {}, .overrides = {}, .limits = {}});
        ASSERT_FALSE(opened);
        EXPECT_THAT(opened.error(), HasSubstr("is neither a number nor a hash")) << at;
    }
}

TEST_F(ForkTest, WhoWaitsForAnOriginCanBeStopped) {
    bool stop = false;
    node.is_down = true;
    ConnectionLimits limits;
    limits.should_stop = [&stop] { return stop; };
    size_t attempts = 0;
    OriginNode origin(
        "fake",
        [&]() -> Result<std::unique_ptr<Connection>, std::string> {
            stop = ++attempts == 3;
            return Err(std::string("nobody is there"));
        },
        [](uint32_t) {}, limits);
    EXPECT_EQ(origin.keys_after({}, Area::top(), {}).error(), "interrupted");
    EXPECT_EQ(attempts, 3u);
}

TEST_F(ForkTest, AnOriginThatLimitsTheRateIsAskedAgainLaterAndLess) {
    for (uint8_t i = 1; i <= 100; ++i) node.top[{i}] = {i};
    auto origin = open(open_cache());
    EXPECT_EQ(keys(origin).size(), 100u);
    // Half of each burst is refused.
    size_t calls = 0;
    node.answer = [&calls](const json::object& request) -> std::optional<std::string> {
        if (++calls % 2 == 1) return std::nullopt;
        return R"({"jsonrpc":"2.0","id":)" + json::serialize(request.at("id")) +
               R"(,"error":{"code":-32005,"message":"slow down"}})";
    };
    EXPECT_EQ(get(origin, {1}), "01");
    EXPECT_EQ(get(origin, {64}), "40");
    ASSERT_FALSE(node.waits.empty());
    EXPECT_EQ(node.waits.front(), 250u);
    // One that refuses everything is an error in the end.
    node.waits.clear();
    node.answer = [](const json::object&) {
        return std::optional<std::string>(
            R"({"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"Too Many Requests"}})");
    };
    EXPECT_THAT(get(origin, {0xff, 1}), HasSubstr("limits the rate"));
    EXPECT_EQ(node.waits, (std::vector<uint32_t>{250, 500, 1'000, 2'000, 4'000}));
}

TEST_F(ForkTest, ACacheInMemoryBeginsAgainWhenItIsFull) {
    const std::shared_ptr<Cache> cache = *Cache::open({}, 10'000);
    ChainFacts facts;
    facts.name = "chain";
    ASSERT_TRUE(cache->put_facts(facts));
    for (uint8_t i = 1; i <= 50; ++i) node.top[{i}] = Bytes(1'000, i);
    RemoteOrigin origin(ChainFacts{}, cache, node.open());
    for (int round = 0; round < 2; ++round) {
        for (uint8_t i = 1; i <= 50; ++i) EXPECT_EQ(get(origin, {i}), to_hex(Bytes(1'000, i)));
    }
    EXPECT_EQ(node.requests, 100u) << "what was dropped is fetched again";
    EXPECT_EQ((*cache->facts())->name, "chain");
}

TEST_F(ForkTest, OverridesStandBeforeTheOrigin) {
    node.top = {{{1}, {0xaa}}, {{2}, {0xbb}}, {{3}, {0xcc}}};
    const auto changes = read_overrides(R"([["0x02",null],["0x03","0x01"],["0x04","0x02"]])");
    ASSERT_TRUE(changes);
    const auto below = std::make_shared<RemoteOrigin>(ChainFacts{}, open_cache(), node.open());
    OverriddenOrigin origin(below, *changes);
    EXPECT_EQ(keys(origin), (std::vector<Bytes>{{1}, {3}, {4}}));
    EXPECT_EQ(*origin.get(Area::top(), Bytes{2}), std::nullopt);
    EXPECT_EQ(*origin.get(Area::top(), Bytes{3}), Bytes{1});
    EXPECT_EQ(*origin.get(Area::top(), Bytes{1}), Bytes{0xaa});
}

TEST(ForkOverrides, ArePairsOrAnObject) {
    const state::ChangeSet expected{{{1}, Bytes{2}}, {{3}, std::nullopt}};
    EXPECT_EQ(*read_overrides(R"([["0x01","0x02"],["0x03",null]])"), expected);
    EXPECT_EQ(*read_overrides(R"({"0x01":"0x02","0x03":null})"), expected);
    for (const char* text : {"", "1", "[1]", R"([["0x01"]])", R"({"x":"0x"})", R"({"0x":"0x"})", R"({"0x01":1})"}) {
        EXPECT_FALSE(read_overrides(text)) << text;
    }
}

TEST(ForkEndpoint, IsTheAddressOfAWebSocket) {
    const auto text = [](const char* url) -> std::string {
        const auto endpoint = parse_endpoint(url);
        if (!endpoint) return "none";
        return (endpoint->is_secure ? "tls " : "") + endpoint->host + " " + endpoint->port + " " + endpoint->path;
    };
    EXPECT_EQ(text("ws://127.0.0.1:9944"), "127.0.0.1 9944 /");
    EXPECT_EQ(text("wss://rpc.example.org"), "tls rpc.example.org 443 /");
    EXPECT_EQ(text("https://a.b:1/c/d"), "tls a.b 1 /c/d");
    EXPECT_EQ(text("ws://[::1]:9944/x"), "::1 9944 /x");
    for (const char* url : {"", "127.0.0.1:9944", "tcp://a", "ws://", "ws://:1", "ws://a:", "ws://a:b", "ws://a:70000",
                            "ws://[::1", "ws://a b", "ws://a:123456789012345678901234567890"}) {
        EXPECT_EQ(text(url), "none") << url;
    }
}

}  // namespace
}  // namespace serinus::fork
