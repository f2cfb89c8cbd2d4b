/// The configuration of parachains from the versions 9, 10 and 11 of the pallet's storage to version 12: the one in
/// force, and those that wait. A configuration that cannot be decoded becomes the default of its version.
/// Source: polkadot_runtime_parachains::configuration::migration, v10 and v11 of 8.0.1, v12 of 15.0.2
#pragma once

#include "base/reflect_names.hpp"
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

/// Version 12's form. What is new has its default: no features, one candidate in a signature of approval.
template <class Host, uint16_t kVersion>
Host upgrade(const Before12<kVersion>& old) {
    Host host;
    detail::copy_same_fields(host, old);
    auto& cores = host.scheduler_params;
    detail::copy_same_fields(cores, old);
    cores.lookahead = old.scheduling_lookahead;
    cores.num_cores = old.on_demand_cores;
    cores.max_availability_timeouts = old.on_demand_retries;
    cores.ttl = old.on_demand_ttl;
    return host;
}

template <class P, uint16_t kVersion>
struct Items {
    Value<Before12<kVersion>> ActiveConfig;
    Value<std::vector<std::pair<SessionIndex, Before12<kVersion>>>, OrDefault> PendingConfigs;
};
template <class P, uint16_t kVersion>
inline constexpr Items<P, kVersion> kItems = bind_storage<Items<P, kVersion>>(P::Config::kInfo.name);

}  // namespace old

/// In one step. Before version 11 `num_cores` counts the cores of orders alone, up to the coretime's migration.
template <class P>
struct ToVersion12 {
    using Host = typename P::Host;

    static Weight on_runtime_upgrade() {
        switch (storage_version(P::Config::kInfo.name)) {
            case 9:
                return from<9>();
            case 10:
                return from<10>();
            case 11:
                return from<11>();
            default:
                return P::Config::kDbWeight.reads(1);
        }
    }

  private:
    template <uint16_t kVersion>
    static Weight from() {
        constexpr const auto& kOld = old::kItems<P, kVersion>;
        const auto active = kOld.ActiveConfig.get().value_or(old::Before12<kVersion>{});
        P::storage.ActiveConfig.put(old::upgrade<Host>(active));
        std::vector<std::pair<SessionIndex, Host>> pending;
        for (const auto& [session, host] : kOld.PendingConfigs.get()) {
            pending.emplace_back(session, old::upgrade<Host>(host));
        }
        P::storage.PendingConfigs.put(pending);
        put_storage_version(P::Config::kInfo.name, 12);
        return P::Config::kDbWeight.reads_writes(pending.size() + 1, pending.size() + 1);
    }
};

}  // namespace serinus::polkadot_runtime_parachains::configuration
