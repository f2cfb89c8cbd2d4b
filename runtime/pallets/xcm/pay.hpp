/// Payments on other chains: a message that pays, and a question whether it did.
/// Source: staging-xcm-builder 22, pay.rs; polkadot-runtime-common 21, impls.rs
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/sdk/traits/pay.hpp"
#include "runtime/xcm/builders/messages.hpp"
#include "runtime/xcm/builders/routers.hpp"

namespace serinus::pallet_xcm {

/// Pays with assets of any chain that can be reached. `P`: the pallet of XCM, whose executor sends, without a fee, and
/// which keeps the question; `kTimeout`: for so many blocks, which nobody counts. Observed: pallet-xcm 22.0.0. `Payer`:
/// `interior()` is the place on this chain that pays.
/// As a Pay (sdk/traits/pay.hpp) its errors do not say more than that it failed.
template <class P, BlockNumber kTimeout, class Payer>
struct PayOverXcm {
    using Beneficiary = xcm::VersionedLocation;
    using AssetKind = xcm::VersionedLocatableAsset;
    using Id = uint64_t;  ///< of the query

    static ResultOf<Id> pay(const Beneficiary& who, const AssetKind& asset, Balance amount) {
        const auto kind = asset.latest();
        const auto beneficiary = who.latest();
        const DispatchError failure(DispatchError::Unavailable{});
        ENSURE(kind && beneficiary, failure);
        const xcm::Config& config = P::Config::executor();
        const xcm::Junctions payer = Payer::interior();
        ENSURE(xcm::invert_target(config.universal_location(), kind->location), failure);
        const Id id = P::new_query(kind->location, kTimeout, {0, payer});
        const auto program =
            xcm::payment_program(config, {kind->location, kind->asset_id, amount, *beneficiary}, payer, id);
        ENSURE(program, failure);
        ENSURE(xcm::send_xcm(config.router, kind->location, *program), failure);
        return id;
    }
    static PaymentStatus check_payment(Id id) {
        const QueryAnswer answer = P::take_response(id);
        if (answer.kind == QueryAnswer::Kind::Pending) return PaymentStatus::InProgress;
        if (answer.kind != QueryAnswer::Kind::Ready) return PaymentStatus::Unknown;
        switch (xcm::payment_status(answer.response)) {
            case xcm::PaymentStatus::Success:
                return PaymentStatus::Success;
            case xcm::PaymentStatus::Failure:
                return PaymentStatus::Failure;
            case xcm::PaymentStatus::Unknown:
                break;
        }
        return PaymentStatus::Unknown;
    }
};

}  // namespace serinus::pallet_xcm
