#include "services/parachain/bitfields/bitfields.hpp"

#include <gtest/gtest.h>

#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using parachain::BitfieldMessage;
using parachain::ValidationMessage;

class BitfieldsTest : public testing::Test, public test::PartTest, public BitfieldTaker {
  protected:
    void take(const BitfieldMessage::Bitfield& bitfield) override { taken.push_back(bitfield); }
    static ValidationMessage message(BitfieldMessage::Bitfield bitfield) {
        return {ValidationMessage::Bitfield{{std::move(bitfield)}}};
    }
    BitfieldMessage::Bitfield signed_by(uint32_t validator, const RelayState& leaf, size_t bits = 1) const {
        BitfieldMessage::Bitfield out{leaf.hash,
                                      {.payload = {Bits(bits)}, .validator_index = {validator}, .signature = {}}};
        const Bytes signature =
            chain.pairs[validator].sign(out.bitfield.signing_payload({leaf.session_index, leaf.hash}), {});
        std::copy(signature.begin(), signature.end(), out.bitfield.signature._0._0.begin());
        return out;
    }

    Bitfields part{{*scheduler, *lane, keys, *store, network, *this, timelines}};
    std::vector<BitfieldMessage::Bitfield> taken;
};

// Observed: polkadot-node-core-bitfield-signing 36.0.0
TEST_F(BitfieldsTest, TheOwnOneIsSignedAfterOneAndAHalfSeconds) {
    const auto receipt = put_on_core({1, 2, 3});
    const auto leaf = new_leaf();
    part.on_leaf(*leaf);
    ASSERT_TRUE(store->on_backed(receipt.hash(), 4, 0));
    ASSERT_TRUE(store->put_chunk(receipt.hash(), {1}, chunks[1]));
    advance(1'400);
    EXPECT_TRUE(taken.empty());
    advance(200);
    ASSERT_EQ(taken.size(), 1u);
    const auto& bitfield = taken[0].bitfield;
    EXPECT_EQ(bitfield.validator_index, ValidatorIndex{1});
    EXPECT_EQ(bitfield.payload._0.count_ones(), 1u);
    EXPECT_TRUE(crypto::sr25519::verify({bitfield.signature._0._0},
                                        bitfield.signing_payload({leaf->session_index, leaf->hash}),
                                        {chain.public_key(1)}));
    EXPECT_EQ(part.figures().signed_own, 1u);
}

TEST_F(BitfieldsTest, ACoreWhoseChunkIsMissingHasNoBit) {
    (void)put_on_core({1, 2, 3});
    part.on_leaf(*new_leaf());
    advance(2'000);
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].bitfield.payload._0.size(), 1u);
    EXPECT_EQ(taken[0].bitfield.payload._0.count_ones(), 0u);
}

TEST_F(BitfieldsTest, OfALeafThatIsGoneNoneIsSigned) {
    const auto leaf = new_leaf();
    part.on_leaf(*leaf);
    part.on_leaf_gone(leaf->hash);
    advance(2'000);
    EXPECT_TRUE(taken.empty());
}

// Observed: polkadot-availability-bitfield-distribution 36.0.0, the amounts
TEST_F(BitfieldsTest, OthersAreTakenOnceAndFaultsCost) {
    const auto leaf = new_leaf();
    part.on_leaf(*leaf);
    const PeerId peer = test::KnownPeers::peer_of(0);
    part.on_peer(peer, {});
    part.on_message(peer, message(signed_by(0, *leaf)));
    part.on_message(peer, message(signed_by(0, *leaf)));
    auto forged = signed_by(2, *leaf);
    forged.bitfield.signature._0._0[0] ^= 1;
    part.on_message(peer, message(forged));
    auto elsewhere = signed_by(3, *leaf);
    elsewhere.relay_parent = Hash256(ByteArray<32>{4});
    part.on_message(peer, message(elsewhere));
    auto nobody = signed_by(3, *leaf);
    nobody.bitfield.validator_index = {4};
    part.on_message(peer, message(nobody));
    EXPECT_EQ(taken, std::vector{signed_by(0, *leaf)});
    EXPECT_EQ(network.reports, (std::vector<std::pair<PeerId, Conduct>>{{peer, Conduct::kBenefitMinorFirst},
                                                                        {peer, Conduct::kCostMinorRepeated},
                                                                        {peer, Conduct::kCostMajor},
                                                                        {peer, Conduct::kCostMinor},
                                                                        {peer, Conduct::kCostMajor}}));
    EXPECT_EQ(part.figures().received, 1u);
    EXPECT_EQ(part.figures().faulty, 4u);
}

}  // namespace
}  // namespace serinus::services::paras
