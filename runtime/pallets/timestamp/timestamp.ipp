#pragma once

#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_timestamp {

template <class T>
DispatchResult Pallet<T>::set::operator()(None) const {
    // Who made the block answers for these: it is not valid then.
    if (storage.DidUpdate.exists()) panic("a block states its time once");
    const Moment last = storage.Now.get();
    if (last != 0 && now.value < saturating_add(last, minimum_period())) panic("the block comes too early");
    storage.Now.put(now);
    storage.DidUpdate.put(true);
    for_each_handler(typename T::OnTimestampSet{}, [&]<class Handler>() { Handler::on_timestamp_set(now); });
    return {};
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    return T::kWeights.on_finalize();
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber) {
    if (!storage.DidUpdate.take()) panic("the block does not state its time");
}

namespace detail {

inline Moment clock_of(const InherentData& data, const InherentIdentifier& id) {
    const auto clock = data.get<Moment>(id);
    if (!clock) panic("the node does not say what time it is");
    return *clock;
}

}  // namespace detail

template <class T>
std::optional<RuntimeCall> Pallet<T>::create_inherent(const InherentData& data) {
    const Moment clock = detail::clock_of(data, kInherentIdentifier);
    return RuntimeCall(set{std::max(clock, saturating_add(storage.Now.get(), minimum_period()))});
}

template <class T>
std::optional<InherentError> Pallet<T>::check_inherent(const RuntimeCall& call, const InherentData& data) {
    const auto* const stated = call.get_if<set>();
    if (!stated) return std::nullopt;
    const auto fatal = [](sp_timestamp::InherentError error) { return InherentError{scale::encode(error), true}; };

    const Moment latest = saturating_add(detail::clock_of(data, kInherentIdentifier), kMaxTimestampDriftMs);
    if (stated->now.value > latest) return fatal(sp_timestamp::InherentError::TooFarInFuture);
    const Moment earliest = saturating_add(storage.Now.get(), minimum_period());
    if (stated->now.value < earliest) return fatal(sp_timestamp::InherentError::TooEarly);
    return std::nullopt;
}

template <class T>
bool Pallet<T>::is_inherent(const RuntimeCall& call) {
    return call.get_if<set>() != nullptr;
}

}  // namespace serinus::pallet_timestamp
