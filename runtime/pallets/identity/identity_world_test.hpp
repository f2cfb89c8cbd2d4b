/// What the tests of Identity share.
#pragma once

#include "runtime/kusama/origins.hpp"

#include "runtime/kusama/world_test.hpp"

namespace serinus::kusama::test::identity {

using E = Identity::Event;
using Error = Identity::Error;
using pallet_identity::Data;
using pallet_identity::IdentityFields;
using pallet_identity::Judgement;
using pallet_identity::RegistrarIndex;

// 1000, 250 and 200 cents.
inline constexpr Balance kBasic = 333'333'333'000, kField = 83'333'333'250, kSub = 66'666'666'600;

inline Data text(std::string_view text) { return Data::raw(as_bytes(text)); }

/// A display name and so many additional fields.
inline Identity::Info info(std::string_view display, size_t fields) {
    Identity::Info out;
    out.display = text(display);
    for (size_t i = 0; i < fields; ++i) EXPECT_TRUE(out.additional.try_push({text("key"), text("value")}));
    return out;
}
inline RuntimeOrigin general_admin() {
    using Origin = staging_kusama_runtime::governance::origins::pallet_custom_origins::Origin;
    return RuntimeOrigin({PalletOrigin{43, {static_cast<uint8_t>(Origin::GeneralAdmin)}}});
}
inline AccountId treasury() { return Treasury::account_id(); }

class Identities : public World {
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

}  // namespace serinus::kusama::test::identity
