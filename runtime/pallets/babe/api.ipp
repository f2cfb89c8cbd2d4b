#pragma once

#include "runtime/pallets/babe/api.hpp"
#include "runtime/protocol/equivocation_reports.hpp"

namespace serinus::pallet_babe::api {

template <class R>
sp_consensus_babe::BabeConfiguration BabeApi<R>::configuration::operator()() const {
    const auto epoch = R::Babe::storage.EpochConfig.get().value_or(R::kBabeGenesisEpochConfig);
    return {.slot_duration = R::Babe::slot_duration(),
            .epoch_length = R::Babe::Config::kConstants.EpochDuration,
            .c = epoch.c,
            .authorities = R::Babe::storage.Authorities.get(),
            .randomness = R::Babe::storage.Randomness.get(),
            .allowed_slots = epoch.allowed_slots};
}
template <class R>
sp_consensus_babe::Slot BabeApi<R>::current_epoch_start::operator()() const {
    return R::Babe::current_epoch_start();
}
template <class R>
sp_consensus_babe::Epoch BabeApi<R>::current_epoch::operator()() const {
    return R::Babe::current_epoch();
}
template <class R>
sp_consensus_babe::Epoch BabeApi<R>::next_epoch::operator()() const {
    return R::Babe::next_epoch();
}
template <class R>
std::optional<sp_consensus_babe::OpaqueKeyOwnershipProof> BabeApi<R>::generate_key_ownership_proof::operator()() const {
    return sdk::api::detail::prove<typename R::Historical, sp_consensus_babe::OpaqueKeyOwnershipProof>(
        authority_id.kKeyType, authority_id._0._0);
}
template <class R>
std::optional<Unit> BabeApi<R>::submit_report_equivocation_unsigned_extrinsic::operator()() const {
    return sdk::api::detail::submit_report<typename R::Babe>(equivocation_proof, key_owner_proof);
}

}  // namespace serinus::pallet_babe::api
