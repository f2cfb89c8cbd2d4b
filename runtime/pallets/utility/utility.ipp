#pragma once

#include "runtime/pallets/utility/utility.hpp"
#include "runtime/sdk/derived_account.hpp"

namespace serinus::pallet_utility {

/// The weights of the calls on top of the batch's own. A batch is operational unless one of its calls is normal, so the
/// empty one is; it is never mandatory.
template <class T>
DispatchInfo Pallet<T>::info_of(const std::vector<RuntimeCall>& calls, Weight own) {
    DispatchInfo info{own, DispatchClass::Operational};
    for (const RuntimeCall& call : calls) {
        const DispatchInfo of_call = call.info();
        info.weight.saturating_accrue(of_call.weight);
        if (of_call.class_ == DispatchClass::Normal) info.class_ = DispatchClass::Normal;
    }
    return info;
}

template <class T>
DispatchResult Pallet<T>::check_count(const std::vector<RuntimeCall>& calls) {
    ENSURE(calls.size() <= T::kConstants.batched_calls_limit, Error::TooManyCalls);
    return {};
}

template <class T>
DispatchResult Pallet<T>::make(const RuntimeCall& call, const RuntimeOrigin& origin, Weight& weight) {
    const DispatchInfo info = call.info();
    // Root is never filtered, so `dispatch` serves it as well.
    const DispatchResultWithPostInfo result = call.dispatch(origin);
    weight.saturating_accrue(extract_actual_weight(result, info));
    return without_post_info(result);
}

template <class T>
bool Pallet<T>::is_no_batch_all(const RuntimeCall& call, uint32_t) {
    return call.get_if<batch_all>() == nullptr;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::batch::operator()(NotNone, const RuntimeOrigin& origin) const {
    TRY(check_count(calls));
    Weight weight;
    uint32_t made = 0;
    for (const RuntimeCall& call : calls) {
        const uint32_t index = made++;
        if (const auto result = make(call, origin, weight); !result) {
            deposit_event(typename Event::BatchInterrupted{index, result.error()});
            return PostDispatchInfo{T::kWeights.batch(made).saturating_add(weight)};
        }
        deposit_event(typename Event::ItemCompleted{});
    }
    deposit_event(typename Event::BatchCompleted{});
    return PostDispatchInfo{T::kWeights.batch(made).saturating_add(weight)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::as_derivative::operator()(Signed who, const RuntimeOrigin& origin) const {
    RuntimeOrigin derived = origin;
    derived.set_caller_from(RuntimeOrigin::signed_by(derivative_account_id(who, index)));

    Weight weight = T::kWeights.as_derivative().saturating_add(T::kDbWeight.reads_writes(1, 1));
    const DispatchResult result = make(call, derived, weight);
    if (!result) return DispatchErrorWithPostInfo(PostDispatchInfo{weight}, result.error());
    return PostDispatchInfo{weight};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::batch_all::operator()(NotNone, const RuntimeOrigin& origin) const {
    TRY(check_count(calls));
    RuntimeOrigin filtered = origin;
    if (!origin.caller().is_root()) filtered.add_filter({&is_no_batch_all});
    Weight weight;
    uint32_t made = 0;
    for (const RuntimeCall& call : calls) {
        ++made;
        if (const auto result = make(call, filtered, weight); !result) {
            const Weight used = T::kWeights.batch_all(made).saturating_add(weight);
            return DispatchErrorWithPostInfo(PostDispatchInfo{used}, result.error());
        }
        deposit_event(typename Event::ItemCompleted{});
    }
    deposit_event(typename Event::BatchCompleted{});
    return PostDispatchInfo{T::kWeights.batch_all(made).saturating_add(weight)};
}

template <class T>
DispatchResult Pallet<T>::dispatch_as::operator()(Root) const {
    deposit_event(
        typename Event::DispatchedAs{without_post_info(call.dispatch_bypass_filter(RuntimeOrigin(as_origin)))});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::force_batch::operator()(NotNone, const RuntimeOrigin& origin) const {
    TRY(check_count(calls));
    Weight weight;
    bool all_completed = true;
    for (const RuntimeCall& call : calls) {
        if (const auto result = make(call, origin, weight); !result) {
            all_completed = false;
            deposit_event(typename Event::ItemFailed{result.error()});
        } else {
            deposit_event(typename Event::ItemCompleted{});
        }
    }
    if (all_completed) {
        deposit_event(typename Event::BatchCompleted{});
    } else {
        deposit_event(typename Event::BatchCompletedWithErrors{});
    }
    // Observed: Kusama 1.0.0 declares the weight of force_batch, but counts that of batch.
    return PostDispatchInfo{T::kWeights.batch(static_cast<uint32_t>(calls.size())).saturating_add(weight)};
}

template <class T>
DispatchResult Pallet<T>::with_weight::operator()(Root) const {
    return without_post_info(call.dispatch_bypass_filter(RuntimeOrigin::root()));
}

template <class T>
DispatchInfo Pallet<T>::if_else::info() const {
    const DispatchInfo first = main.info();
    const DispatchInfo second = fallback.info();
    const bool is_operational =
        first.class_ == DispatchClass::Operational && second.class_ == DispatchClass::Operational;
    return {T::kWeights.if_else().saturating_add(first.weight).saturating_add(second.weight),
            is_operational ? DispatchClass::Operational : DispatchClass::Normal};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::if_else::operator()(NotNone, const RuntimeOrigin& origin) const {
    Weight weight = T::kWeights.if_else();
    const auto first = make(main, origin, weight);
    if (first) {
        deposit_event(typename Event::IfElseMainSuccess{});
        return PostDispatchInfo{weight};
    }
    if (const auto second = make(fallback, origin, weight); !second) {
        return DispatchErrorWithPostInfo(PostDispatchInfo{weight}, second.error());
    }
    deposit_event(typename Event::IfElseFallbackCalled{first.error()});
    return PostDispatchInfo{weight};
}

template <class T>
DispatchResult Pallet<T>::dispatch_as_fallible::operator()(Root) const {
    TRY(without_post_info(call.dispatch_bypass_filter(RuntimeOrigin(as_origin))));
    deposit_event(typename Event::DispatchedAs{DispatchResult{}});
    return {};
}

template <class T>
AccountId Pallet<T>::derivative_account_id(const AccountId& who, uint16_t index) {
    return derived_account("modlpy/utilisuba", who, index);
}

}  // namespace serinus::pallet_utility
