// What is signed of candidates, and what counts as backing, read as a specification. Source: polkadot_primitives, v5
#include "runtime/mock/para_signer_test.hpp"
#include "runtime/mock/relay_test.hpp"
#include "runtime/pallets/parachains/types.hpp"

namespace serinus::polkadot_primitives::v5 {
namespace {

Hash256 hash_of(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

TEST(Candidates, ACollatorSignsFiveFieldsOfTheDescriptor) {
    CandidateDescriptor descriptor;
    descriptor.relay_parent = hash_of(1);
    descriptor.para_id = {0x01020304};
    descriptor.validation_code_hash = {hash_of(4)};
    const Bytes payload = descriptor.signing_payload();
    ASSERT_EQ(payload.size(), 132u);
    EXPECT_EQ(to_hex(BytesView(payload).subspan(32, 4)), "04030201");
    EXPECT_EQ(payload.back(), 4);
    EXPECT_FALSE(collator_has_signed(descriptor));
}

TEST(Candidates, StatementsNameCandidateSessionAndBlock) {
    const CandidateHash candidate{hash_of(9)};
    const SigningContext context{7, hash_of(2)};
    const ValidityAttestation seconds{ValidityAttestation::Implicit{}}, agrees{ValidityAttestation::Explicit{}};
    const Bytes seconded = seconds.signing_payload(candidate, context);
    EXPECT_EQ(seconded.size(), 4u + 1 + 32 + 4 + 32);
    EXPECT_EQ(to_hex(BytesView(seconded).first(5)), "424b4e4701");
    EXPECT_EQ(to_hex(BytesView(agrees.signing_payload(candidate, context)).first(5)), "424b4e4702");
    // A dispute takes the same statements.
    const DisputeStatement again{
        DisputeStatement::Valid{{ValidDisputeStatementKind::BackingSeconded{context.parent_hash}}}};
    EXPECT_EQ(again.signing_payload(candidate, context.session_index), seconded);
    EXPECT_TRUE(again.is_backing());
    const DisputeStatement against{DisputeStatement::Invalid{InvalidDisputeStatementKind::Explicit}};
    EXPECT_EQ(to_hex(BytesView(against.signing_payload(candidate, 7)).first(5)), "4449535000");
}

class Backing : public testing::Test {
  protected:
    const mock::ParaSigner first{1}, second{2};
    const SigningContext context{3, hash_of(5)};
    BackedCandidate backed;

    ValidityAttestation vote(const mock::ParaSigner& by) const {
        const ValidityAttestation unsigned_{ValidityAttestation::Explicit{}};
        return {ValidityAttestation::Explicit{by.sign(unsigned_.signing_payload(backed.hash(), context))}};
    }
    std::optional<size_t> count(size_t group = 2) const {
        return count_backing(backed, context, group, [&](size_t i) -> const ValidatorId* {
            return i == 0 ? &first.id : i == 1 ? &second.id : nullptr;
        });
    }
    void SetUp() override { backed.validator_indices = Bits(2); }
};

TEST_F(Backing, CountsGoodSignaturesOfThoseWhoseBitsAreSet) {
    EXPECT_EQ(count(), 0u);
    backed.validator_indices.set(1, true);
    backed.validity_votes = {vote(second)};
    EXPECT_EQ(count(), 1u);
    backed.validator_indices.set(0, true);
    backed.validity_votes = {vote(first), vote(second)};
    EXPECT_EQ(count(), 2u);
}

TEST_F(Backing, IsNothingIfBitsSignaturesAndGroupDoNotFit) {
    backed.validity_votes = {vote(first)};
    EXPECT_EQ(count(), std::nullopt);  // no bit
    backed.validator_indices.set(1, true);
    EXPECT_EQ(count(), std::nullopt);  // another's signature
    backed.validity_votes = {vote(second)};
    EXPECT_EQ(count(3), std::nullopt);  // of another group
    EXPECT_EQ(count(), 1u);
}

TEST(Candidates, ASmallGroupNeedsNoMoreThanAllOfIt) {
    EXPECT_EQ(effective_minimum_backing_votes(1, 2), 1u);
    EXPECT_EQ(effective_minimum_backing_votes(5, 2), 2u);
    EXPECT_EQ(byzantine_threshold(0), 0u);
    EXPECT_EQ(byzantine_threshold(4), 1u);
}

TEST(Candidates, ASequenceWithAnIndexHasNothingBehindItsEnd) {
    const IndexedVec<GroupIndex, uint8_t> values{{4, 5}};
    EXPECT_EQ(*values.get({1}), 5);
    EXPECT_EQ(values.get({2}), nullptr);
}

}  // namespace
}  // namespace serinus::polkadot_primitives::v5
