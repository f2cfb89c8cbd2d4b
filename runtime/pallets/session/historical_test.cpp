// Proofs that a key was a validator's in a session.
#include "runtime/pallets/session/historical.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_session::historical {
namespace {

using namespace mock::validators;
using mock::validators::Historical;
using mock::validators::Session;

using HistoricalTest = Chain;

std::optional<AccountId> owner_by(const KeyTypeId& type, BytesView key, const MembershipProof& proof) {
    const auto owner = Historical::check_proof(type, key, proof);
    return owner ? std::optional(owner->first) : std::nullopt;
}

TEST_F(HistoricalTest, ProofOfEachKeyHoldsNowAndLater) {
    block(epoch_slot(0));
    std::vector<MembershipProof> proofs;
    for (uint32_t i = 0; i < 3; ++i) {
        const auto raw = session_keys::raw(validator(i).keys);
        for (size_t k = 0; k < raw.size(); ++k) {
            const auto proof = Historical::prove(session_keys::kTypes<SessionKeys>[k], raw[k]);
            ASSERT_TRUE(proof);
            EXPECT_EQ(proof->session, 0u);
            EXPECT_EQ(proof->validator_count, 3u);
            EXPECT_EQ(owner_by(session_keys::kTypes<SessionKeys>[k], raw[k], *proof), validator(i).account);
            proofs.push_back(*proof);
        }
    }
    // Two sessions later the stored root decides.
    for (uint64_t epoch = 1; epoch < 3; ++epoch) block(epoch_slot(epoch));
    ASSERT_EQ(Session::current_index(), 2u);
    size_t n = 0;
    for (uint32_t i = 0; i < 3; ++i) {
        const auto raw = session_keys::raw(validator(i).keys);
        for (size_t k = 0; k < raw.size(); ++k) {
            EXPECT_EQ(owner_by(session_keys::kTypes<SessionKeys>[k], raw[k], proofs[n++]), validator(i).account);
        }
    }
}

TEST_F(HistoricalTest, WrongProofsShowNothing) {
    block(epoch_slot(0));
    const BytesView key = alice.keys.babe._0._0;
    const MembershipProof right = *Historical::prove(key_types::kBabe, key);
    // A key that is nobody's has a proof too, of that.
    const auto of_nobody = Historical::prove(key_types::kGrandpa, key);
    ASSERT_TRUE(of_nobody);
    EXPECT_FALSE(Historical::check_proof(key_types::kGrandpa, key, *of_nobody)) << "another type";
    for (uint64_t epoch = 1; epoch < 3; ++epoch) block(epoch_slot(epoch));

    EXPECT_TRUE(Historical::check_proof(key_types::kBabe, key, right));
    EXPECT_FALSE(Historical::check_proof(key_types::kBabe, bob.keys.babe._0._0, right));
    EXPECT_FALSE(Historical::check_proof(key_types::kGrandpa, key, right));
    auto wrong = right;
    wrong.validator_count = 2;
    EXPECT_FALSE(Historical::check_proof(key_types::kBabe, key, wrong));
    wrong = right;
    wrong.session = 9;
    EXPECT_FALSE(Historical::check_proof(key_types::kBabe, key, wrong));
    for (size_t i = 0; i < right.trie_nodes.size(); ++i) {
        wrong = right;
        wrong.trie_nodes[i][1] ^= 1;
        EXPECT_FALSE(Historical::check_proof(key_types::kBabe, key, wrong));
    }
}

TEST_F(HistoricalTest, ProofOfTheCurrentSessionNeedsItsNodesToo) {
    block(epoch_slot(0));
    const BytesView key = alice.keys.babe._0._0;
    MembershipProof proof = *Historical::prove(key_types::kBabe, key);
    EXPECT_EQ(owner_by(key_types::kBabe, key, proof), kAlice);
    proof.trie_nodes.pop_back();
    EXPECT_EQ(owner_by(key_types::kBabe, key, proof), std::nullopt);
    EXPECT_EQ(owner_by(key_types::kBabe, key, {0, {}, 3}), std::nullopt);
}

TEST_F(HistoricalTest, KeepsARangeOfSessionsUntilItIsPruned) {
    const auto range = [] { return Historical::storage.StoredRange.get(); };
    const auto is_kept = [](SessionIndex session) { return Historical::storage.HistoricalSessions.exists(session); };
    EXPECT_EQ(range(), std::pair(0u, 2u));
    for (uint64_t epoch = 0; epoch < 6; ++epoch) block(epoch_slot(epoch));
    EXPECT_EQ(range(), std::pair(0u, 7u));
    for (SessionIndex i = 0; i < 7; ++i) EXPECT_TRUE(is_kept(i));

    Historical::prune_up_to(3);
    EXPECT_EQ(range(), std::pair(3u, 7u));
    EXPECT_FALSE(is_kept(2));
    EXPECT_TRUE(is_kept(3));
    Historical::prune_up_to(2);
    EXPECT_EQ(range(), std::pair(3u, 7u)) << "that is gone already";
    Historical::prune_up_to(100);
    EXPECT_EQ(range(), std::nullopt);
    EXPECT_FALSE(is_kept(6));
}

TEST_F(HistoricalTest, NodesGetTheValidatorsOfASessionThatEnds) {
    block(epoch_slot(0));
    block(epoch_slot(1));
    const auto& index = native::state().offchain_index();
    const Bytes key = concat(as_bytes("session_historical/"), Bytes{0, 0, 0, 0});
    ASSERT_TRUE(index.contains(key));
    const auto validators = scale::decode<std::vector<IdentificationTuple>>(index.at(key));
    ASSERT_TRUE(validators);
    EXPECT_EQ(validators->size(), 3u);
}

}  // namespace
}  // namespace serinus::pallet_session::historical
