/// The configuration of parachains from version 6 of the pallet's storage to version 9, one step a version: the one in
/// force, and those that wait. A configuration that cannot be decoded becomes the default of its version.
/// Source: polkadot_runtime_parachains::configuration::migration 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "base/reflect_names.hpp"
#include "runtime/arithmetic/weight.hpp"
#include "runtime/pallets/parachains/configuration/old_host_configuration.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {

namespace detail {

struct TieFields {
    template <class... Field>
    auto operator()(Field&... fields) const {
        return std::tie(fields...);
    }
};

/// The fields of `to` that `from` has by the same name and type.
template <class To, class From>
void copy_same_fields(To& to, const From& from) {
    const auto targets = reflect::visit_fields(to, TieFields{});
    const auto sources = reflect::visit_fields(from, TieFields{});
    const auto copy = [&]<size_t kTo>() {
        constexpr const auto& kNames = reflect::kFieldNames<From>;
        constexpr size_t kFrom = std::ranges::find(kNames, reflect::kFieldNames<To>[kTo]) - kNames.begin();
        if constexpr (kFrom < kNames.size()) {
            using Target = std::remove_cvref_t<std::tuple_element_t<kTo, decltype(targets)>>;
            using Source = std::remove_cvref_t<std::tuple_element_t<kFrom, decltype(sources)>>;
            if constexpr (std::is_same_v<Target, Source>) std::get<kTo>(targets) = std::get<kFrom>(sources);
        }
    };
    [&]<size_t... kTo>(std::index_sequence<kTo...>) {
        (copy.template operator()<kTo>(), ...);
    }(std::make_index_sequence<reflect::kFieldCount<To>>());
}

}  // namespace detail

namespace old {

inline void rename_fields(const Version6&, Version7&) {}
inline void rename_fields(const Version7& from, Version8& to) {
    to.on_demand_cores = from.parathread_cores;
    to.on_demand_retries = from.parathread_retries;
    to.paras_availability_period = from.chain_availability_period;
}
inline void rename_fields(const Version8&, HostConfiguration<BlockNumber>&) {}

/// The next version's form. New parameters have its defaults.
template <class Next, class Old>
Next upgrade(const Old& old) {
    Next next;
    detail::copy_same_fields(next, old);
    rename_fields(old, next);
    return next;
}

template <class P, class Host>
struct Items {
    Value<Host> ActiveConfig;
    Value<std::vector<std::pair<SessionIndex, Host>>, OrDefault> PendingConfigs;
};
template <class P, class Host>
inline constexpr Items<P, Host> kItems = bind_storage<Items<P, Host>>(P::Config::kInfo.name);

}  // namespace old

/// From version `kFrom`, which is stored as `Old`, to the next one, which is stored as `Next`.
template <class P, uint16_t kFrom, class Old, class Next>
struct NextVersion {
    static Weight on_runtime_upgrade() {
        constexpr std::string_view kPallet = P::Config::kInfo.name;
        constexpr const auto& kOld = old::kItems<P, Old>;
        constexpr const auto& kNext = old::kItems<P, Next>;
        if (storage_version(kPallet) != kFrom) return P::Config::kDbWeight.reads(1);
        kNext.ActiveConfig.put(old::upgrade<Next>(kOld.ActiveConfig.get().value_or(Old{})));
        std::vector<std::pair<SessionIndex, Next>> pending;
        for (const auto& [session, host] : kOld.PendingConfigs.get()) {
            pending.emplace_back(session, old::upgrade<Next>(host));
        }
        kNext.PendingConfigs.put(pending);
        put_storage_version(kPallet, kFrom + 1);
        return P::Config::kDbWeight.reads_writes(pending.size() + 1, pending.size() + 1);
    }
};

template <class P>
using ToVersion7 = NextVersion<P, 6, old::Version6, old::Version7>;
template <class P>
using ToVersion8 = NextVersion<P, 7, old::Version7, old::Version8>;
template <class P>
using ToVersion9 = NextVersion<P, 8, old::Version8, HostConfiguration<BlockNumber>>;

}  // namespace serinus::polkadot_runtime_parachains::configuration
