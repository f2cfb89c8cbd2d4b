/// What the tests of Identity share.
#pragma once

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/identity/identity.hpp"
#include "runtime/pallets/identity/weights.hpp"

namespace serinus::pallet_identity::chain {

using Identity = Pallet<struct IdentityConfig>;
/// Whoever gets what is slashed.
inline constexpr AccountId kTreasury = mock::account(0x77);
struct ToTheTreasury {
    template <class Imbalance>
    static void on_unbalanced(Imbalance slashed) {
        mock::Balances::resolve_creating(kTreasury, std::move(slashed));
    }
};
struct IdentityConfig {
    static constexpr PalletInfo kInfo{3, "Identity"};
    static constexpr Constants kConstants{.BasicDeposit = mock::kUnit / 3,
                                          .FieldDeposit = mock::kUnit / 12,
                                          .SubAccountDeposit = mock::kUnit / 15,
                                          .MaxSubAccounts = 100,
                                          .MaxAdditionalFields = 100,
                                          .MaxRegistrars = 20};
    using System = mock::System;
    using Currency = mock::Balances;
    using Slashed = sdk::List<ToTheTreasury>;
    using ForceOrigin = EnsureRoot;
    using RegistrarOrigin = EnsureRoot;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_identity::Weights>;
};
struct Runtime : mock::RuntimeOf<Identity> {};

}  // namespace serinus::pallet_identity::chain

namespace serinus::pallet_identity::identities {

using namespace mock;
using namespace chain;
using E = Identity::Event;
using Error = Identity::Error;
using pallet_identity::Data;
using pallet_identity::IdentityFields;
using pallet_identity::Judgement;
using pallet_identity::RegistrarIndex;

inline constexpr Balance kBasic = IdentityConfig::kConstants.BasicDeposit,
                         kField = IdentityConfig::kConstants.FieldDeposit,
                         kSub = IdentityConfig::kConstants.SubAccountDeposit;

inline Data text(std::string_view text) { return Data::raw(as_bytes(text)); }

/// A display name and so many additional fields.
inline Identity::Info info(std::string_view display, size_t fields) {
    Identity::Info out;
    out.display = text(display);
    for (size_t i = 0; i < fields; ++i) EXPECT_TRUE(out.additional.try_push({text("key"), text("value")}));
    return out;
}
inline AccountId treasury() { return kTreasury; }

class Identities : public World<Runtime> {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Identity::try_state());
        World::TearDown();
    }
    static auto of(const AccountId& who) { return Identity::storage.IdentityOf.get(who); }
    static void set(const AccountId& who, size_t fields = 0) {
        make_ok(signed_by(who), Identity::set_identity{info("name", fields)});
    }
    static RegistrarIndex add_registrar(const AccountId& who, Balance fee = 0) {
        const auto index = static_cast<RegistrarIndex>(Identity::storage.Registrars.get().size());
        make_ok(root(), Identity::add_registrar{id(who)});
        if (fee != 0) make_ok(signed_by(who), Identity::set_fee{{index}, {fee}});
        return index;
    }
    static Hash256 hash_of(const AccountId& who) { return host::blake2_256(scale::encode(of(who)->info)); }
};

}  // namespace serinus::pallet_identity::identities
