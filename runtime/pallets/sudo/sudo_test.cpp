// Pallet: sudo
#include "runtime/pallets/sudo/sudo.ipp"
#include "runtime/mock/world_test.hpp"

namespace serinus::pallet_sudo::chain {

using Sudo = Pallet<struct SudoConfig>;
struct SudoConfig {
    static constexpr PalletInfo kInfo{3, "Sudo"};
    using System = mock::System;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_sudo::Weights>;
};
struct Runtime : mock::RuntimeOf<Sudo> {};

}  // namespace serinus::pallet_sudo::chain

SERINUS_PALLET(serinus::pallet_sudo::Pallet<serinus::pallet_sudo::chain::SudoConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_sudo::chain::Runtime)

namespace serinus::pallet_sudo {
namespace {

using namespace mock;
using namespace chain;
using Event = Sudo::Event;
using Error = Sudo::Error;

constexpr PostDispatchInfo kFree{.actual_weight = std::nullopt, .pays_fee = Pays::No};

RuntimeCall privileged() { return System::set_heap_pages{8}; }
RuntimeCall remark() { return System::remark_with_event{{1}}; }

class SudoTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Sudo::build({.key = kAlice});
    }
};

TEST_F(SudoTest, StartsWithTheKeyOfGenesis) {
    EXPECT_EQ(Sudo::storage.Key.get(), kAlice);
    Sudo::storage.Key.remove();
    Sudo::build({});
    EXPECT_FALSE(Sudo::storage.Key.exists());
}

TEST_F(SudoTest, MakesCallsFromRootForFree) {
    EXPECT_EQ(make_ok(signed_by(kAlice), Sudo::sudo{privileged()}), kFree);
    expect_events({event<Sudo>(Event::Sudid{{}})});
    // It succeeds even if the call does not; what the call had done is undone.
    const RuntimeCall all = Utility::batch_all{{privileged(), remark()}};
    EXPECT_EQ(make_ok(signed_by(kAlice), Sudo::sudo{all}), kFree);
    expect_events({event<Sudo>(Event::Sudid{DispatchError(kBadOrigin)})});
}

TEST_F(SudoTest, MakesCallsWithAWeightOfItsOwnChoice) {
    EXPECT_EQ(make_ok(signed_by(kAlice), Sudo::sudo_unchecked_weight{privileged(), {1, 2}}), kFree);
    expect_events({event<Sudo>(Event::Sudid{{}})});
}

TEST_F(SudoTest, MakesCallsFromAnyAccount) {
    EXPECT_EQ(make_ok(signed_by(kAlice), Sudo::sudo_as{id(kBob), remark()}), kFree);
    EXPECT_TRUE(saw(event<System>(System::Event::Remarked{kBob, host::blake2_256(Bytes{1})})));
    EXPECT_TRUE(saw(event<Sudo>(Event::SudoAsDone{{}})));
    make_ok(signed_by(kAlice), Sudo::sudo_as{id(kBob), privileged()});
    expect_events({event<Sudo>(Event::SudoAsDone{DispatchError(kBadOrigin)})});
    make_error(signed_by(kAlice), Sudo::sudo_as{nobody(), remark()}, DispatchError::CannotLookup{});
}

TEST_F(SudoTest, HandsOnTheKey) {
    EXPECT_EQ(make_ok(signed_by(kAlice), Sudo::set_key{id(kBob)}), kFree);
    expect_events({event<Sudo>(Event::KeyChanged{kAlice})});
    EXPECT_EQ(Sudo::storage.Key.get(), kBob);
    make_error(signed_by(kAlice), Sudo::set_key{id(kAlice)}, Error::RequireSudo);
    make_error(signed_by(kBob), Sudo::set_key{nobody()}, DispatchError::CannotLookup{});
}

TEST_F(SudoTest, ObeysNobodyElse) {
    const RuntimeCall calls[] = {Sudo::sudo{remark()}, Sudo::sudo_unchecked_weight{remark(), {}},
                                 Sudo::set_key{id(kBob)}, Sudo::sudo_as{id(kBob), remark()}};
    for (const RuntimeCall& call : calls) {
        // Whoever is refused pays: only the key is free.
        EXPECT_EQ(make_error(signed_by(kBob), call, Error::RequireSudo), PostDispatchInfo{});
        make_error(root(), call, kBadOrigin);
        make_error(none(), call, kBadOrigin);
    }
    Sudo::storage.Key.remove();
    make_error(signed_by(kAlice), calls[0], Error::RequireSudo);
}

}  // namespace
}  // namespace serinus::pallet_sudo
