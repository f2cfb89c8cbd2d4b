// Under which keys validators can be found.
#include "runtime/pallets/authority_discovery/authority_discovery.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_authority_discovery {
namespace {

using namespace mock::validators;
using mock::validators::AuthorityDiscovery;
using mock::validators::Session;

using AuthorityDiscoveryTest = Chain;

AuthorityId key(uint8_t byte) {
    AuthorityId out;
    out._0._0.fill(byte);
    return out;
}
std::vector<std::pair<AccountId, AuthorityId>> validators(std::initializer_list<uint8_t> keys) {
    std::vector<std::pair<AccountId, AuthorityId>> out;
    for (const uint8_t byte : keys) out.emplace_back(kAlice, key(byte));
    return out;
}

TEST_F(AuthorityDiscoveryTest, GenesisKnowsTheConfiguredValidators) {
    const std::vector expected{alice.keys.authority_discovery, bob.keys.authority_discovery,
                               charlie.keys.authority_discovery};
    EXPECT_EQ(AuthorityDiscovery::current_authorities(), expected);
    EXPECT_EQ(AuthorityDiscovery::next_authorities(), expected);
}

TEST_F(AuthorityDiscoveryTest, AuthoritiesAreCurrentAndNextSortedAndEachOnce) {
    AuthorityDiscovery::on_new_session(true, validators({9, 3}), validators({3, 1}));
    EXPECT_EQ(AuthorityDiscovery::authorities(), (std::vector{key(1), key(3), key(9)}));
    // The current ones change if the session says so, the next ones always.
    AuthorityDiscovery::on_new_session(false, validators({3, 1}), validators({5}));
    EXPECT_EQ(AuthorityDiscovery::authorities(), (std::vector{key(3), key(5), key(9)}));
}

TEST_F(AuthorityDiscoveryTest, FollowsTheSessions) {
    block(epoch_slot(0));
    SessionKeys keys = bob.keys;
    keys.authority_discovery = key(7);
    make_ok(signed_by(kBob), Session::set_keys{keys, {}});
    block(epoch_slot(1));
    EXPECT_EQ(AuthorityDiscovery::current_authorities()[1], bob.keys.authority_discovery);
    EXPECT_EQ(AuthorityDiscovery::next_authorities()[1], key(7));
    block(epoch_slot(2));
    EXPECT_EQ(AuthorityDiscovery::current_authorities()[1], key(7));
    EXPECT_EQ(AuthorityDiscovery::next_authorities()[1], key(7));
}

TEST_F(AuthorityDiscoveryTest, GenesisKeysAreGivenOnce) {
    EXPECT_NE(panic_of([] { AuthorityDiscovery::build({{key(1)}}); }), "");
}

}  // namespace
}  // namespace serinus::pallet_authority_discovery
