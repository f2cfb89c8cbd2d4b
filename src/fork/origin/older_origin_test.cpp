#include "fork/origin/older_origin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <deque>

#include "base/hex.hpp"
#include "fork/origin/origin_node.hpp"
#include "hashing/hashing.hpp"
#include "platform/files.hpp"

namespace serinus::fork {
namespace {

namespace json = boost::json;
using primitives::Header;
using state::Area;
using testing::HasSubstr;

/// A node with a chain of eleven blocks, one extrinsic in each. The value of the key 01 is the block's number, and the
/// runtime changes at block 5.
class FakeChain {
  public:
    static constexpr uint32_t kBlocks = 11;
    std::vector<Header> headers;
    std::vector<Hash256> hashes;
    std::map<std::string, size_t> calls;  ///< by method
    std::set<std::string> lacking;        ///< methods
    bool lies = false;                    ///< about headers, and about codes

    FakeChain() {
        for (uint32_t i = 0; i < kBlocks; ++i) {
            Header header;
            header.number = {i};
            if (i > 0) header.parent_hash = hashes.back();
            headers.push_back(header);
            hashes.push_back(primitives::header_hash(header));
        }
    }

    std::shared_ptr<OriginNode> open() {
        return std::make_shared<OriginNode>(
            "fake",
            [this]() -> Result<std::unique_ptr<Connection>, std::string> {
                return std::unique_ptr<Connection>(std::make_unique<FakeConnection>(*this));
            },
            [](uint32_t) {}, ConnectionLimits());
    }

    static Bytes extrinsic_of(size_t number) { return Bytes(3, static_cast<uint8_t>(number)); }
    static Bytes code_of(size_t number) { return Bytes(100, number < 5 ? uint8_t{1} : uint8_t{2}); }
    static std::optional<Bytes> value_of(size_t number, const Bytes& key) {
        if (key == to_bytes(as_bytes(":code"))) return code_of(number);
        return key == Bytes{1} ? std::optional(Bytes{static_cast<uint8_t>(number)}) : std::nullopt;
    }

  private:
    class FakeConnection final : public Connection {
      public:
        explicit FakeConnection(FakeChain& chain) : chain_(&chain) {}
        Result<void, std::string> send(const std::string& message) override {
            const json::value request = json::parse(message);
            const std::string method(request.at("method").get_string());
            ++chain_->calls[method];
            json::object answer = {{"jsonrpc", "2.0"}, {"id", request.at("id")}};
            if (chain_->lacking.contains(method)) {
                answer["error"] = json::object{{"code", -32601}, {"message", "Method not found"}};
            } else {
                answer["result"] = chain_->result(method, request.at("params").get_array());
            }
            answers_.push_back(json::serialize(answer));
            return {};
        }
        Result<std::string, std::string> receive(bool) override {
            if (answers_.empty()) return Err(std::string("the connection is closed"));
            std::string out = std::move(answers_.front());
            answers_.pop_front();
            return out;
        }

      private:
        FakeChain* chain_;
        std::deque<std::string> answers_;
    };

    std::optional<size_t> find(const json::value& hash) const {
        for (size_t i = 0; i < hashes.size(); ++i) {
            if (json::value(to_hex_prefixed(hashes[i].bytes)) == hash) return i;
        }
        return std::nullopt;
    }
    json::object header_json(size_t number) const {
        char text[8];
        (void)std::snprintf(text, sizeof text, "0x%x", static_cast<unsigned>(lies ? number + 1 : number));
        const Header& header = headers[number];
        return {{"parentHash", to_hex_prefixed(header.parent_hash.bytes)},
                {"number", text},
                {"stateRoot", to_hex_prefixed(header.state_root.bytes)},
                {"extrinsicsRoot", to_hex_prefixed(header.extrinsics_root.bytes)},
                {"digest", json::object{{"logs", json::array()}}}};
    }
    json::value result(const std::string& method, const json::array& params) {
        if (method == "chain_getBlockHash") {
            const auto number = params.at(0).to_number<size_t>();
            return number < hashes.size() ? json::value(to_hex_prefixed(hashes[number].bytes)) : json::value(nullptr);
        }
        if (method == "archive_v1_hashByHeight") {
            const auto number = params.at(0).to_number<size_t>();
            json::array out;
            if (number < hashes.size()) out.emplace_back(to_hex_prefixed(hashes[number].bytes));
            return out;
        }
        const auto block = find(params.back());
        if (!block) return nullptr;
        if (method == "chain_getHeader") return header_json(*block);
        if (method == "archive_v1_header") return json::value(to_hex_prefixed(scale::encode(headers[*block])));
        const json::array extrinsics = {to_hex_prefixed(scale::encode(extrinsic_of(*block)))};
        if (method == "archive_v1_body") return extrinsics;
        if (method == "chain_getBlock") {
            return json::object{{"block", json::object{{"header", header_json(*block)}, {"extrinsics", extrinsics}}}};
        }
        const auto value = value_of(*block, *from_hex_prefixed(params.at(0).get_string()));
        if (method == "state_getStorage") return value ? json::value(to_hex_prefixed(*value)) : json::value(nullptr);
        if (method == "state_getStorageHash" && value) {
            return json::value(to_hex_prefixed(hashing::blake2b_256(lies ? Bytes{} : *value).bytes));
        }
        return nullptr;
    }
};

class OlderOriginTest : public testing::Test {
  protected:
    /// Of block 8. The blocks 9 and 10 are not those of the fork.
    static constexpr uint32_t kFork = 8;

    std::shared_ptr<OlderOrigin> open(const std::shared_ptr<Cache>& cache, bool is_offline = false) {
        ChainFacts facts;
        facts.genesis = chain.headers[0];
        facts.genesis_hash = chain.hashes[0];
        facts.header = chain.headers[kFork];
        facts.hash = chain.hashes[kFork];
        const auto node = is_offline ? nullptr : chain.open();
        return std::make_shared<OlderOrigin>(facts, cache, node, std::make_shared<RemoteOrigin>(facts, cache, node));
    }
    std::shared_ptr<OlderOrigin> open() { return open(open_cache()); }
    static std::shared_ptr<Cache> open_cache(const std::string& folder = {}) {
        auto cache = Cache::open(folder);
        EXPECT_TRUE(cache) << cache.error();
        return *std::move(cache);
    }
    static std::string get(OlderOrigin& older, const Hash256& block, const Bytes& key) {
        const auto state = older.state(block);
        if (!state) return state.error().reason;
        if (*state == nullptr) return "no state";
        const auto value = (*state)->get(Area::top(), key);
        if (!value) return value.error().reason;
        return *value ? to_hex(**value) : "nothing";
    }

    FakeChain chain;
};

const Bytes kOne = {1};
const Bytes kCode = to_bytes(as_bytes(":code"));

TEST_F(OlderOriginTest, BlocksBeforeTheForkAreThoseOfTheOrigin) {
    const auto older = open();
    const std::vector<uint32_t> numbers = {0, 3, 7};
    const auto hashes = older->hashes(numbers);
    ASSERT_TRUE(hashes);
    for (size_t i = 0; i < numbers.size(); ++i) {
        const Hash256 hash = chain.hashes[numbers[i]];
        EXPECT_EQ((*hashes)[i], hash);
        EXPECT_EQ(**older->header(hash), chain.headers[numbers[i]]);
        const primitives::Body body = {FakeChain::extrinsic_of(numbers[i])};
        EXPECT_EQ(*older->body(hash), body);
        EXPECT_EQ(get(*older, hash, kOne), to_hex(Bytes{static_cast<uint8_t>(numbers[i])}));
        EXPECT_EQ(get(*older, hash, {2}), "nothing");
        EXPECT_EQ(get(*older, hash, kCode), to_hex(FakeChain::code_of(numbers[i])));
    }
}

TEST_F(OlderOriginTest, BlocksFromTheForkOnAreNot) {
    const auto older = open();
    const std::vector<uint32_t> numbers = {8, 9, 50};
    EXPECT_EQ(*older->hashes(numbers), std::vector<std::optional<Hash256>>(3));
    EXPECT_EQ(chain.calls["chain_getBlockHash"], 0u);
    for (const Hash256& hash : {chain.hashes[8], chain.hashes[9], Hash256()}) {
        EXPECT_EQ(*older->header(hash), nullptr);
        EXPECT_EQ(*older->body(hash), std::nullopt);
        EXPECT_EQ(*older->state(hash), nullptr);
    }
}

TEST_F(OlderOriginTest, NothingIsAskedForTwice) {
    const auto older = open();
    EXPECT_TRUE(older->is_at_hand(chain.hashes[0])) << "the genesis block is known";
    EXPECT_TRUE(older->is_at_hand(0));
    EXPECT_TRUE(older->is_at_hand(7)) << "it is the parent of the fork's block";
    EXPECT_TRUE(older->is_at_hand(9)) << "there is no such block, and nobody is asked";
    EXPECT_FALSE(older->is_at_hand(3));
    EXPECT_FALSE(older->is_at_hand(chain.hashes[3]));
    const std::vector<uint32_t> numbers = {3};
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(older->hashes(numbers));
        EXPECT_TRUE(older->body(chain.hashes[3]));
        EXPECT_EQ(get(*older, chain.hashes[3], kOne), "03");
    }
    EXPECT_TRUE(older->is_at_hand(3));
    EXPECT_TRUE(older->is_at_hand(chain.hashes[3]));
    const std::map<std::string, size_t> once = {
        {"chain_getBlockHash", 1}, {"chain_getHeader", 1}, {"chain_getBlock", 1}, {"state_getStorage", 1}};
    EXPECT_EQ(chain.calls, once);
}

TEST_F(OlderOriginTest, ACodeIsFetchedOnceForAllBlocksThatHaveIt) {
    const auto older = open();
    for (size_t number = 1; number < kFork; ++number) {
        EXPECT_EQ(get(*older, chain.hashes[number], kCode), to_hex(FakeChain::code_of(number)));
    }
    EXPECT_EQ(chain.calls["state_getStorage"], 2u) << "the code of the fork, and the one before";

    FakeChain plain;
    plain.lacking = {"state_getStorageHash"};
    chain = plain;
    EXPECT_EQ(get(*open(), chain.hashes[3], kCode), to_hex(FakeChain::code_of(3)));
}

TEST_F(OlderOriginTest, WhatWasSeenIsThereOffline) {
    const auto folder = *platform::create_temporary_directory("serinus_test_");
    const std::vector<uint32_t> three = {3}, four = {4};
    {
        const auto older = open(open_cache(folder));
        EXPECT_TRUE(older->hashes(three));
        EXPECT_TRUE(older->body(chain.hashes[3]));
        EXPECT_EQ(get(*older, chain.hashes[3], kOne), "03");
        EXPECT_EQ(get(*older, chain.hashes[3], kCode), to_hex(FakeChain::code_of(3)));
        EXPECT_EQ(get(*older, chain.hashes[6], kCode), to_hex(FakeChain::code_of(6)));
    }
    const auto older = open(open_cache(folder), true);
    EXPECT_EQ((*older->hashes(three))[0], chain.hashes[3]);
    EXPECT_EQ(**older->header(chain.hashes[3]), chain.headers[3]);
    EXPECT_EQ((*older->body(chain.hashes[3]))->size(), 1u);
    EXPECT_EQ(get(*older, chain.hashes[3], kOne), "03");
    EXPECT_EQ(get(*older, chain.hashes[3], kCode), to_hex(FakeChain::code_of(3)));
    EXPECT_EQ(get(*older, chain.hashes[6], kCode), to_hex(FakeChain::code_of(6)));

    EXPECT_THAT(older->hashes(four).error().reason, HasSubstr("offline"));
    EXPECT_THAT(older->header(chain.hashes[4]).error().reason, HasSubstr("offline"));
    EXPECT_THAT(older->body(chain.hashes[6]).error().reason, HasSubstr("offline"));
    EXPECT_THAT(get(*older, chain.hashes[3], {9}), HasSubstr("offline"));
    EXPECT_THAT(get(*older, chain.hashes[4], kOne), HasSubstr("offline"));
    ASSERT_TRUE(platform::remove_tree(folder));
}

TEST_F(OlderOriginTest, TheStatesOfTwoBlocksAreTwo) {
    const auto cache = open_cache();
    const auto older = open(cache);
    for (const size_t number : {2, 3, 2})
        EXPECT_EQ(get(*older, chain.hashes[number], kOne), to_hex(Bytes{uint8_t(number)}));
    EXPECT_EQ(*cache->value(Area::top(), kOne), std::nullopt) << "of the fork's own state nothing is known";
}

TEST_F(OlderOriginTest, ALieIsRefused) {
    const auto older = open();
    chain.lies = true;
    EXPECT_THAT(older->header(chain.hashes[3]).error().reason, HasSubstr("the hash of a header"));
    chain.lies = false;
    EXPECT_TRUE(older->header(chain.hashes[3]));
    chain.lies = true;
    EXPECT_THAT(get(*older, chain.hashes[3], kCode), HasSubstr("another hash"));
}

TEST_F(OlderOriginTest, AnOriginWithoutChainMethodsIsAskedByArchive) {
    chain.lacking = {"chain_getHeader", "chain_getBlock", "chain_getBlockHash"};
    const auto older = open();
    const std::vector<uint32_t> numbers = {2, 3};
    const std::vector<std::optional<Hash256>> hashes = {chain.hashes[2], chain.hashes[3]};
    EXPECT_EQ(*older->hashes(numbers), hashes);
    EXPECT_EQ(**older->header(chain.hashes[3]), chain.headers[3]);
    EXPECT_EQ(*older->body(chain.hashes[3]), primitives::Body{FakeChain::extrinsic_of(3)});
}

}  // namespace
}  // namespace serinus::fork
