/// The origin of messages that parachains send upwards. The pallet has nothing but its place in the runtime, which the
/// origin's encoding names.
///
/// Source: polkadot_runtime_parachains::origin 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_runtime_parachains::origin {

namespace pallet {

/// A message that a parachain has sent upwards.
struct Origin {
    struct Parachain {
        polkadot_parachain_primitives::primitives::Id _0;
        friend bool operator==(const Parachain&, const Parachain&) = default;
    };
    std::variant<Parachain> v;
    friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace pallet

template <class T>
struct Pallet : sdk::PalletBase<Pallet<T>, T> {
    static_assert(sdk::PalletConfiguration<T>);
    using Origin = pallet::Origin;
};

/// A parachain's message; success: whose. `P`: the pallet of this file.
template <class P>
using EnsureParachain = sdk::EnsureOriginCase<P, pallet::Origin::Parachain>;

}  // namespace serinus::polkadot_runtime_parachains::origin
