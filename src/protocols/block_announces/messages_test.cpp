// The encoded messages of the gossip protocols, and malformed bytes.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "protocols/block_announces/messages.hpp"
#include "protocols/sync/block_server.hpp"
#include "trie/root_builder.hpp"

namespace serinus::network {
namespace {

using namespace literals;

// Spec: defn-block-announce-handshake
// Spec: sect-msg-block-announce
TEST(AnnounceHandshake, HasItsPlaceForRoleBestBlockAndGenesis) {
    gossip::AnnounceHandshake handshake{.role = gossip::Role::kAuthority, .best = {{}, 258}, .genesis = {}};
    handshake.best.hash.bytes.fill(0xbb);
    handshake.genesis.bytes.fill(0xcc);
    const Bytes encoded = gossip::encode(handshake);
    EXPECT_EQ(to_hex(encoded), "0402010000" + to_hex(Bytes(32, 0xbb)) + to_hex(Bytes(32, 0xcc)));
    EXPECT_EQ(gossip::decode_announce_handshake(encoded), handshake);
    for (size_t size = 0; size < encoded.size(); ++size) {
        EXPECT_FALSE(gossip::decode_announce_handshake(BytesView(encoded).first(size)));
    }
    Bytes roles = encoded;
    roles[0] = 5;  // a full node that is an authority
    EXPECT_EQ(gossip::decode_announce_handshake(roles)->role, gossip::Role::kAuthority);
    roles[0] = 2;
    EXPECT_EQ(gossip::decode_announce_handshake(roles)->role, gossip::Role::kLight);
}

// Spec: defn-block-announce
TEST(Announcement, IsAHeaderAndWhetherItIsTheBest) {
    primitives::Header header;
    header.number = 7;
    for (const bool is_best : {false, true}) {
        const Bytes encoded = gossip::encode(gossip::Announcement{header, is_best});
        const auto decoded = gossip::decode_announcement(encoded);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(decoded->header, header);
        EXPECT_EQ(decoded->is_best, is_best);
    }
    const Bytes bare = scale::encode(header);
    ASSERT_TRUE(gossip::decode_announcement(bare)) << "old peers say no more";
    for (size_t size = 0; size < bare.size(); ++size) {
        EXPECT_FALSE(gossip::decode_announcement(BytesView(bare).first(size)));
    }
}

/// A chain of headers alone, by number.
class TestBlocks final : public serve::BlockSource {
  public:
    /// `size` of the one extrinsic of each.
    explicit TestBlocks(size_t count, size_t size = 10) : extrinsic_(scale::encode(Bytes(size, 1))) {
        for (size_t i = 0; i < count; ++i) {
            primitives::Header header;
            header.number = static_cast<primitives::BlockNumber>(i);
            header.extrinsics_root = trie::ordered_root(std::array{extrinsic_}, trie::StateVersion::kV0);
            if (i > 0) header.parent_hash = primitives::header_hash(headers_.back());
            headers_.push_back(header);
        }
    }
    std::optional<Hash256> hash_at(primitives::BlockNumber number) override {
        if (number >= headers_.size()) return std::nullopt;
        return primitives::header_hash(headers_[number]);
    }
    std::optional<sync::BlockData> find(const Hash256& block, const sync::BlockFields&) override {
        const auto* header = find_header(block);
        if (header == nullptr) return std::nullopt;
        return sync::BlockData{.hash = block, .header = scale::encode(*header), .body = {extrinsic_}};
    }
    std::optional<std::pair<Hash256, primitives::BlockNumber>> parent_of(const Hash256& block) override {
        const auto* header = find_header(block);
        if (header == nullptr) return std::nullopt;
        return std::pair<Hash256, primitives::BlockNumber>(header->parent_hash, header->number);
    }

  private:
    const primitives::Header* find_header(const Hash256& block) const {
        for (const auto& header : headers_) {
            if (primitives::header_hash(header) == block) return &header;
        }
        return nullptr;
    }
    Bytes extrinsic_;
    std::vector<primitives::Header> headers_;
};

// Spec: defn-msg-block-request
// Spec: defn-msg-block-response
TEST(BlockServer, AnswersWhatARequestAsksFor) {
    TestBlocks blocks(200);
    const auto ask = [&](sync::BlockRequest request) {
        const auto answer = serve::answer_block_request(blocks, request);
        return *sync::check_block_response(request, answer);
    };
    const sync::BlockFields fields{.header = true, .body = true};
    EXPECT_EQ(ask({fields, primitives::BlockNumber{3}, sync::Direction::kAscending, 4}).size(), 4u);
    EXPECT_EQ(ask({fields, primitives::BlockNumber{3}, sync::Direction::kDescending, 9}).size(), 4u)
        << "to the genesis";
    EXPECT_EQ(ask({fields, *blocks.hash_at(198), sync::Direction::kAscending, 9}).size(), 2u) << "to the best block";
    EXPECT_EQ(ask({fields, primitives::BlockNumber{0}, sync::Direction::kAscending, 0}).size(),
              serve::kMaxBlocksInAnswer);
    EXPECT_TRUE(ask({fields, Hash256{}, sync::Direction::kAscending, 9}).empty()) << "unknown";
    blocks = TestBlocks(200, 1 << 20);
    EXPECT_LE(ask({fields, primitives::BlockNumber{0}, sync::Direction::kAscending, 0}).size(), 9u)
        << "bounded by bytes";
}

// Spec: sect-msg-transactions
// Spec: RFC-56
TEST(Transactions, ANotificationIsAListOfOne) {
    EXPECT_EQ(to_hex(scale::encode(std::vector<primitives::Extrinsic>{{0xaa, 0xbb}})), "0408aabb");
}

}  // namespace
}  // namespace serinus::network
