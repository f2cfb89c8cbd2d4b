#pragma once

#include "runtime/pallets/aura/api.hpp"

namespace serinus::pallet_aura::api {

template <class R>
sp_consensus_aura::SlotDuration AuraApi<R>::slot_duration::operator()() const {
    return {R::Aura::slot_duration()};
}
template <class R>
std::vector<AuthorityId> AuraApi<R>::authorities::operator()() const {
    return R::Aura::storage.Authorities.get().inner();
}

}  // namespace serinus::pallet_aura::api
