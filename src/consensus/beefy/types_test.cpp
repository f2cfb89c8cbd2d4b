#include "consensus/beefy/types.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "consensus/beefy/test_keys.hpp"

namespace serinus::consensus::beefy {
namespace {

Bytes beefy_hex(std::string_view text) { return *from_hex(text); }

// The reference's own test has these bytes, with a block number of sixteen bytes in place of four.
const std::string kCommitmentHex = "046d68343048656c6c6f20576f726c6421050000000000000000000000";
const std::string kSignature1 =
    "558455ad81279df0795cc985580e4fb75d72d948d1107b2ac80a09abed4da8480c746cc321f2319a5e99a830e314d10dd3cd68ce3dc0c33c8"
    "6e99bcb7816f9ba01";
const std::string kSignature2 =
    "2d6e1f8105c337a86cdd9aaacdc496577f3db8c55ef9e6fd48f2c5c05a2274707491635d8ba3df64f324575b7b2a34487bca2324b6a0046395"
    "a71681be3d0c2a00";

// Observed: sp-consensus-beefy, polkadot v1.0.0
TEST(BeefyTypes, SignedCommitmentsHaveTheFormOfTheReference) {
    const Bytes encoded = beefy_hex("01" + kCommitmentHex + "0430" + "04000000" + "08" + kSignature1 + kSignature2);
    const auto proof = decode_proof(encoded);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->commitment.block_number, 5u);
    EXPECT_EQ(proof->commitment.payload.at(0).first, kMmrRootPayload);
    ASSERT_EQ(proof->signatures.size(), 4u);
    EXPECT_FALSE(proof->signatures[0] || proof->signatures[1]);
    EXPECT_EQ(to_hex(BytesView(proof->signatures[2]->bytes)), kSignature1);
    EXPECT_EQ(to_hex(BytesView(proof->signatures[3]->bytes)), kSignature2);
    EXPECT_EQ(encode_proof(*proof), encoded);
    for (size_t size = 0; size < encoded.size(); ++size) EXPECT_FALSE(decode_proof(BytesView(encoded).first(size)));
    EXPECT_FALSE(decode_proof(concat(encoded, Bytes{0})));
}

TEST(BeefyTypes, EightValidatorsTakeTwoBytesOfBits) {
    SignedCommitment proof;
    proof.signatures.resize(8);
    proof.signatures[0] = Signature{};
    proof.signatures[7] = Signature{};
    const CompactSignedCommitment compact = to_compact(proof);
    EXPECT_EQ(compact.signatures_from, (Bytes{0x81, 0}));
    EXPECT_EQ(from_compact(compact), proof);
}

TEST(BeefyTypes, BitsLengthsAndSignaturesMayContradictEachOther) {
    const CompactSignedCommitment few{.commitment = {},
                                      .signatures_from = {0xff},
                                      .validator_set_len = UINT32_MAX,
                                      .signatures_compact = {Signature{}, Signature{}}};
    const SignedCommitment read = from_compact(few);
    EXPECT_EQ(read.signatures.size(), 8u);
    EXPECT_TRUE(read.signatures[1]);
    EXPECT_FALSE(read.signatures[2]);
    const CompactSignedCommitment none{
        .commitment = {}, .signatures_from = {}, .validator_set_len = 7, .signatures_compact = {Signature{}}};
    EXPECT_TRUE(from_compact(none).signatures.empty());
}

TEST(BeefyTypes, Thresholds) {
    for (const auto& [validators, needed] : std::vector<std::pair<size_t, size_t>>{
             {0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 3}, {7, 5}, {100, 67}, {1000, 667}}) {
        EXPECT_EQ(threshold(validators), needed) << validators;
    }
}

TEST(BeefyTypes, AProofNeedsEnoughSignaturesOfTheSetForTheBlock) {
    const test::Keys keys(4);
    const SignedCommitment proof = keys.proof(9, {0, 1, 3});
    EXPECT_TRUE(check_proof(proof, 9, keys.set).is_valid);
    EXPECT_EQ(check_proof(proof, 9, keys.set).signatures_checked, 3u);
    EXPECT_FALSE(check_proof(proof, 8, keys.set).is_valid);
    EXPECT_FALSE(check_proof(keys.proof(9, {0, 1}), 9, keys.set).is_valid);
    ValidatorSet other = keys.set;
    other.id += 1;
    EXPECT_FALSE(check_proof(proof, 9, other).is_valid);
    SignedCommitment wrong = proof;
    wrong.signatures[2] = wrong.signatures[1];
    EXPECT_TRUE(check_proof(wrong, 9, keys.set).is_valid) << "three of four are good";
    wrong.signatures[0] = wrong.signatures[1];
    EXPECT_FALSE(check_proof(wrong, 9, keys.set).is_valid);
    EXPECT_FALSE(check_proof({}, 0, {}).is_valid);
}

TEST(BeefyTypes, AnEquivocationIsTwoSignedPayloadsOfOneValidatorForOneBlock) {
    const test::Keys keys(2);
    const VoteMessage first = keys.vote(0, 5);
    const VoteMessage second = keys.vote(0, 5, Hash256{{7}});
    EXPECT_TRUE(check_equivocation({first, second}));
    EXPECT_FALSE(check_equivocation({first, first}));
    EXPECT_FALSE(check_equivocation({first, keys.vote(1, 5, Hash256{{7}})}));
    EXPECT_FALSE(check_equivocation({first, keys.vote(0, 6, Hash256{{7}})}));
    VoteMessage forged = second;
    forged.commitment.payload[0].second[0] ^= 1;
    EXPECT_FALSE(check_equivocation({first, forged}));
}

TEST(BeefyTypes, TheFrontOfAMessageSaysWhatItIsAbout) {
    const test::Keys keys(4);
    const Bytes vote = scale::encode(GossipMessage(keys.vote(1, 9)));
    EXPECT_EQ(find_place(vote), (MessagePlace{9, 1, true}));
    const Bytes proof = scale::encode(GossipMessage(VersionedFinalityProof(to_compact(keys.proof(12, {0, 2, 3})))));
    EXPECT_EQ(find_place(proof), (MessagePlace{12, 1, false}));
    EXPECT_EQ(find_place(BytesView(proof).first(60)), (MessagePlace{12, 1, false})) << "its signatures do not matter";
    for (size_t size = 0; size < 49; ++size) EXPECT_EQ(find_place(BytesView(vote).first(size)), std::nullopt) << size;
    EXPECT_EQ(find_place(Bytes{2, 0}), std::nullopt);
    EXPECT_EQ(find_place(Bytes{1, 2}), std::nullopt) << "another version";
}

TEST(BeefyTypes, ARequestForAProofIsTheNumberOfABlock) {
    EXPECT_EQ(encode_proof_request(258), (Bytes{2, 1, 0, 0}));
    EXPECT_EQ(decode_proof_request(Bytes{2, 1, 0, 0}), 258u);
    EXPECT_EQ(decode_proof_request(Bytes{2, 1, 0}), std::nullopt);
    EXPECT_EQ(decode_proof_request(Bytes{2, 1, 0, 0, 0}), std::nullopt);
}

TEST(BeefyTypes, DigestsNameSetsAndRoots) {
    const test::Keys keys(3);
    const auto item = [](const ConsensusLog& log) {
        return primitives::DigestItem(primitives::digest::Consensus{primitives::kBeefyEngine, scale::encode(log)});
    };
    primitives::Header header;
    EXPECT_FALSE(find_authorities_change(header));
    EXPECT_FALSE(find_mmr_root(header));
    header.digest.push_back(primitives::digest::Consensus{primitives::kBeefyEngine, Bytes{9, 9}});
    header.digest.push_back(
        primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(ConsensusLog(keys.set))});
    header.digest.push_back(item(OnDisabled{1}));
    header.digest.push_back(item(MmrRoot{Hash256{{1}}}));
    EXPECT_FALSE(find_authorities_change(header));
    header.digest.push_back(item(keys.set));
    EXPECT_EQ(find_authorities_change(header), keys.set);
    EXPECT_EQ(find_mmr_root(header), (Hash256{{1}}));
}

}  // namespace
}  // namespace serinus::consensus::beefy
