// Initializer and what the pallets of parachains share, read as a specification. Pallet: initializer, shared
#include "runtime/pallets/parachains/shared/shared.ipp"

#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::initializer {
namespace {

using namespace mock::relay;
using mock::relay::Initializer;
using mock::relay::ParasShared;

ValidatorId key(uint8_t byte) {
    ValidatorId out;
    out._0._0.fill(byte);
    return out;
}

using Keys = std::vector<std::pair<AccountId, ValidatorId>>;
Keys people(uint8_t count) {
    Keys out;
    for (uint8_t i = 0; i < count; ++i) out.emplace_back(account(i), key(i));
    return out;
}

class InitializerTest : public World {};

TEST_F(InitializerTest, ASessionBeginsAtTheEndOfItsBlock) {
    mock::relay::Session::storage.CurrentIndex.put(3);
    Initializer::on_initialize(1);
    EXPECT_TRUE(Initializer::storage.HasInitialized.exists());
    Initializer::on_new_session(true, people(4), people(5));
    EXPECT_EQ(ParasShared::session_index(), 0u);
    Initializer::on_finalize(1);
    EXPECT_EQ(ParasShared::session_index(), 3u);
    EXPECT_EQ(ParasShared::storage.ActiveValidatorKeys.get().size(), 4u);
    EXPECT_FALSE(Initializer::storage.HasInitialized.exists());
    EXPECT_FALSE(Initializer::storage.BufferedSessionChanges.exists());
}

TEST_F(InitializerTest, TheSessionOfGenesisBeginsAtOnce) {
    Initializer::on_genesis_session(people(2));
    EXPECT_EQ(ParasShared::storage.ActiveValidatorKeys.get().size(), 2u);
}

TEST_F(InitializerTest, ValidatorsAreShuffledByTheEpochsRandomnessAndCut) {
    make_ok(root(), mock::relay::Configuration::set_max_validators{6});
    const auto order = [](uint8_t randomness) {
        mock::relay::Babe::storage.NextRandomness.put({randomness});
        mock::relay::Session::storage.CurrentIndex.put(2);
        Initializer::on_new_session(true, people(9), people(9));
        Initializer::on_finalize(1);
        return ParasShared::storage.ActiveValidatorIndices.get();
    };
    const auto first = order(1);
    ASSERT_EQ(first.size(), 6u);
    EXPECT_NE(first, order(2));
    EXPECT_EQ(first, order(1));
    const auto keys = ParasShared::storage.ActiveValidatorKeys.get();
    for (size_t i = 0; i < 6; ++i) EXPECT_EQ(keys[i], key(static_cast<uint8_t>(first[i]._0)));
}

TEST_F(InitializerTest, RootApprovesByDigest) {
    make_error(signed_by(kAlice), Initializer::force_approve{7}, kBadOrigin);
    make_ok(root(), Initializer::force_approve{7});
    const auto digest = System::digest();
    EXPECT_EQ(digest.back(), (primitives::DigestItem{primitives::digest::Consensus{
                                 primitives::EngineId{{'P', 'O', 'L', '1'}}, from_hex("0307000000").value()}}));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::initializer
