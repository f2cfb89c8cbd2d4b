#include "fork/origin/origin_nodes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <deque>

#include "base/hex.hpp"

namespace serinus::fork {
namespace {

namespace json = boost::json;
using state::Area;
using testing::HasSubstr;

Hash256 hash_of_byte(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

constexpr uint8_t kGenesis = 1, kBlock = 2, kOther = 9;
const Bytes kKey = {1, 2};

/// A node with one entry.
struct Peer {
    uint8_t genesis = kGenesis, block = kBlock;
    bool is_down = false, has_block = true;
    std::string error = {};  ///< of reads of the state: what stands in the answer
    size_t reads = 0, connections = 0;

    class Wire final : public Connection {
      public:
        explicit Wire(Peer& peer) : peer_(&peer) {}
        Result<void, std::string> send(const std::string& message) override {
            request_.push_back(json::parse(message));
            return {};
        }
        Result<std::string, std::string> receive(bool) override {
            if (peer_->is_down || request_.empty()) return Err(std::string("the connection is closed"));
            const json::value request = std::move(request_.front());
            request_.pop_front();
            return peer_->answer(request);
        }

      private:
        Peer* peer_;
        std::deque<json::value> request_;
    };

    std::string answer(const json::value& request) {
        const auto& method = request.at("method").get_string();
        json::object out{{"jsonrpc", "2.0"}, {"id", request.at("id")}};
        if (method == "chain_getBlockHash") {
            const bool is_genesis = request.at("params").at(0) == json::value(0);
            out["result"] = is_genesis || has_block
                                ? json::value(to_hex_prefixed(hash_of_byte(is_genesis ? genesis : block).bytes))
                                : json::value(nullptr);
        } else if (!error.empty()) {
            ++reads;
            out["error"] = json::parse(error);
        } else {
            ++reads;
            out["result"] = "0x2a";
        }
        return json::serialize(out);
    }
};

constexpr const char* kPruned = R"({"code":4003,"message":"Client error: UnknownBlock: State already discarded"})";
constexpr const char* kLimited = R"({"code":429,"message":"Too many requests"})";

class OriginNodesTest : public testing::Test {
  protected:
    Peer a, b;
    uint64_t now_ms = 0;
    size_t waits = 0;

    std::shared_ptr<OriginNode> open(const char* name, Peer& peer) {
        const auto connect = [&peer]() -> Result<std::unique_ptr<Connection>, std::string> {
            ++peer.connections;
            if (peer.is_down) return Err(std::string("nobody is there"));
            return std::unique_ptr<Connection>(std::make_unique<Peer::Wire>(peer));
        };
        return std::make_shared<OriginNode>(name, connect, [this](uint32_t) { ++waits; }, ConnectionLimits());
    }
    std::unique_ptr<OriginNodes> nodes =
        std::make_unique<OriginNodes>(std::vector{open("A", a), open("B", b)}, [this] { return now_ms; }, 3);

    Result<void, std::string> expect_chain() {
        ChainFacts facts;
        facts.genesis_hash = hash_of_byte(kGenesis);
        facts.hash = hash_of_byte(kBlock);
        facts.header.number = {7};
        facts.name = "Chain";
        return nodes->expect(facts);
    }
    /// The value, or the error.
    std::string read() {
        const std::vector<Bytes> keys = {kKey};
        const auto values = nodes->values(hash_of_byte(kBlock), Area::top(), keys);
        return values ? to_hex(*values->front()) : values.error();
    }
};

TEST_F(OriginNodesTest, TheFirstOneIsAskedAsLongAsItIsWell) {
    ASSERT_TRUE(expect_chain());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(read(), "2a");
    EXPECT_EQ(a.reads, 5);
    EXPECT_EQ(b.reads, 0);
}

TEST_F(OriginNodesTest, AnotherOneIsAskedForOneThatIsAway) {
    ASSERT_TRUE(expect_chain());
    a.is_down = true;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(b.reads, 2);
    EXPECT_EQ(waits, 0) << "nobody waits for one as long as there is another";
}

TEST_F(OriginNodesTest, OneThatWasAwayIsAskedAgainAfterItsRest) {
    ASSERT_TRUE(expect_chain());
    a.is_down = true;
    EXPECT_EQ(read(), "2a");
    a.is_down = false;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(a.reads, 0) << "it rests";
    now_ms += OriginNodes::kFirstRestMs;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(a.reads, 1);
}

TEST_F(OriginNodesTest, TheRestOfOneThatStaysAwayGrows) {
    ASSERT_TRUE(expect_chain());
    a.is_down = true;
    EXPECT_EQ(read(), "2a");
    now_ms += OriginNodes::kFirstRestMs;
    EXPECT_EQ(read(), "2a");
    const size_t connections = a.connections;
    now_ms += OriginNodes::kFirstRestMs;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(a.connections, connections);
    now_ms += OriginNodes::kFirstRestMs;
    EXPECT_EQ(read(), "2a");
    EXPECT_GT(a.connections, connections);
}

TEST_F(OriginNodesTest, AnotherOneIsAskedForOneThatHasPrunedTheStateOrIsAskedTooMuch) {
    ASSERT_TRUE(expect_chain());
    for (const char* error : {kPruned, kLimited}) {
        a.error = error;
        now_ms += OriginNodes::kMaxRestMs;
        EXPECT_EQ(read(), "2a") << error;
    }
    EXPECT_EQ(b.reads, 2);
}

TEST_F(OriginNodesTest, AnotherOneIsAskedForOneThatBreaksRules) {
    ASSERT_TRUE(expect_chain());
    a.error = "5";
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(b.reads, 1);
}

TEST_F(OriginNodesTest, IfAllFailTheErrorSaysOfEachWhatIsWrong) {
    ASSERT_TRUE(expect_chain());
    a.error = kPruned;
    b.is_down = true;
    const std::string error = read();
    EXPECT_THAT(error, HasSubstr("A: state_getStorage failed"));
    EXPECT_THAT(error, HasSubstr("pruned"));
    EXPECT_THAT(error, HasSubstr("B: "));
    b.is_down = false;
    EXPECT_EQ(read(), "2a") << "those that rest are asked if nobody else is left";
}

TEST_F(OriginNodesTest, ANodeOfAnotherChainIsRefused) {
    b.genesis = kOther;
    const auto done = expect_chain();
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error(), HasSubstr("--endpoint B is a node of another chain"));
    EXPECT_THAT(done.error(), HasSubstr("0x0909"));
}

TEST_F(OriginNodesTest, ANodeWithAnotherBlockOfThatNumberIsRefused) {
    b.block = kOther;
    const auto done = expect_chain();
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error(), HasSubstr("B has another block #7"));
}

TEST_F(OriginNodesTest, ANodeThatIsAwayAtFirstIsLookedAtBeforeItIsAsked) {
    b.is_down = true;
    b.genesis = kOther;
    ASSERT_TRUE(expect_chain()) << "it may come back";
    b.is_down = false;
    a.is_down = true;
    now_ms += OriginNodes::kMaxRestMs;
    EXPECT_THAT(read(), HasSubstr("B is a node of another chain"));
    EXPECT_EQ(b.reads, 0);
    a.is_down = false;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(b.reads, 0) << "and never again";
}

TEST_F(OriginNodesTest, ANodeThatLacksTheBlockIsNotAskedForItsState) {
    a.has_block = false;
    ASSERT_TRUE(expect_chain());
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(a.reads, 0);
    a.has_block = true;
    now_ms += OriginNodes::kMaxRestMs;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(a.reads, 1);
}

TEST_F(OriginNodesTest, OneOfSeveralThatComesBackAsAnotherChainIsNotBelieved) {
    ASSERT_TRUE(expect_chain());
    EXPECT_EQ(read(), "2a");
    a.is_down = true;
    EXPECT_EQ(read(), "2a");
    a = {.block = kOther};
    now_ms += OriginNodes::kMaxRestMs;
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(b.reads, 2);
}

TEST_F(OriginNodesTest, ASingleOneIsBelievedWhileItIsTheChainThatItWas) {
    nodes = std::make_unique<OriginNodes>(std::vector{open("A", a)}, [this] { return now_ms; }, 3);
    EXPECT_EQ(read(), "2a");
    ChainFacts facts;
    facts.genesis_hash = hash_of_byte(kGenesis);
    facts.hash = hash_of_byte(kBlock);
    facts.header.number = {7};
    nodes->expect_of_single(facts, true);
    EXPECT_EQ(read(), "2a");
    const auto comes_back = [this](Peer as) {
        a.is_down = true;
        EXPECT_THAT(read(), HasSubstr("A: "));
        a = std::move(as);
    };
    comes_back({.genesis = kOther});
    EXPECT_THAT(read(), HasSubstr("A is a node of another chain"));
    EXPECT_THAT(read(), HasSubstr("A is a node of another chain"));
    comes_back({.block = kOther, .error = kPruned});
    EXPECT_THAT(read(), HasSubstr("A has another block #7")) << "what it refuses is not said of this chain";
    comes_back({});
    EXPECT_EQ(read(), "2a");
    EXPECT_EQ(read(), "2a");
}

}  // namespace
}  // namespace serinus::fork
