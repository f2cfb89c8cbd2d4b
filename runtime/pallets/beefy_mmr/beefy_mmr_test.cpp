// What leaves say of the sets of BEEFY and of parachains.
#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"

#include "runtime/mock/chain_test.hpp"
#include "runtime/pallets/beefy_mmr/merkle_root.hpp"

namespace serinus::pallet_beefy_mmr {
namespace {

using namespace mock::validators;
using mock::validators::BeefyMmrLeaf;
using sp_consensus_beefy::AuthorityId;

Hash256 hash_of(const Bytes& bytes) { return host::keccak_256(bytes); }
Hash256 parent_of(const Hash256& left, const Hash256& right) { return hash_of(concat(left.bytes, right.bytes)); }

TEST(MerkleRoot, OddNodeGoesUpAsItIs) {
    const std::vector<Bytes> elements = {{1}, {2, 2}, {}, {4}, {5}};
    const auto h = [&](size_t i) { return hash_of(elements[i]); };
    EXPECT_EQ(merkle_root({}), Hash256{});
    EXPECT_EQ(merkle_root({elements[0]}), h(0));
    EXPECT_EQ(merkle_root({elements[0], elements[1], elements[2]}), parent_of(parent_of(h(0), h(1)), h(2)));
    EXPECT_EQ(merkle_root(elements), parent_of(parent_of(parent_of(h(0), h(1)), parent_of(h(2), h(3))), h(4)));
}

// The address of the secret key 1, which every book on Ethereum has.
TEST(EthereumAddress, IsTheEndOfTheHashOfThePoint) {
    const Bytes point = *from_hex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    AuthorityId one;
    std::copy(point.begin(), point.end(), one._0._0.begin());
    EXPECT_EQ(to_hex(ethereum_address_of(one)), "7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    one._0._0[0] = 4;
    EXPECT_TRUE(ethereum_address_of(one).empty()) << "no point: no address";
}

class BeefyMmrTest : public Chain {
  protected:
    static AuthorityId no_point(uint8_t byte) {
        AuthorityId out;
        out._0._0.fill(byte);
        out._0._0[0] = 'b';
        return out;
    }
};

TEST_F(BeefyMmrTest, SetsAreKnownFromTheGenesis) {
    const Hash256 root = merkle_root({ethereum_address_of(alice.keys.beefy), ethereum_address_of(bob.keys.beefy),
                                      ethereum_address_of(charlie.keys.beefy)});
    EXPECT_EQ(BeefyMmrLeaf::authority_set_proof(), (AuthoritySet{0, 3, root}));
    EXPECT_EQ(BeefyMmrLeaf::next_authority_set_proof(), (AuthoritySet{1, 3, root}));
}

TEST_F(BeefyMmrTest, KeysThatAreNoPointsAreEmptyElements) {
    const AuthoritySet before = BeefyMmrLeaf::authority_set_proof();
    const std::vector<AuthorityId> some = {alice.keys.beefy, no_point(1)}, others = {no_point(2), no_point(3)};
    BeefyMmrLeaf::on_new_validator_set({some, 4}, {others, 5});
    EXPECT_EQ(BeefyMmrLeaf::authority_set_proof(),
              (AuthoritySet{4, 2, merkle_root({ethereum_address_of(alice.keys.beefy), {}})}));
    EXPECT_EQ(BeefyMmrLeaf::next_authority_set_proof(), (AuthoritySet{5, 2, merkle_root({{}, {}})}));
    BeefyMmrLeaf::storage.BeefyAuthorities.put(before);
}

}  // namespace
}  // namespace serinus::pallet_beefy_mmr
