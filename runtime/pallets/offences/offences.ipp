#pragma once

#include "runtime/pallets/offences/offences.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_offences {

template <class T>
Hash256 Pallet<T>::report_id(const Kind& kind, const Bytes& time_slot, const Offender& offender) {
    return host::blake2_256(scale::encode(std::tie(kind, time_slot, offender)));
}

template <class T>
bool Pallet<T>::is_known_offence(const Kind& kind, const Bytes& time_slot, const Offender& offender) {
    return storage.Reports.exists(report_id(kind, time_slot, offender));
}

template <class T>
bool Pallet<T>::report_offence(std::vector<AccountId> reporters, const Offence& offence) {
    std::vector<Hash256> concurrent = storage.ConcurrentReportsIndex.get(offence.kind, offence.time_slot);
    bool any_new = false;
    for (const Offender& offender : offence.offenders) {
        const Hash256 id = report_id(offence.kind, offence.time_slot, offender);
        if (storage.Reports.exists(id)) continue;
        any_new = true;
        storage.Reports.put(id, {offender, reporters});
        concurrent.push_back(id);
    }
    if (!any_new) return false;
    storage.ConcurrentReportsIndex.put(offence.kind, offence.time_slot, concurrent);

    std::vector<OffenceDetails> offenders;
    offenders.reserve(concurrent.size());
    for (const Hash256& id : concurrent) {
        if (auto details = storage.Reports.get(id)) offenders.push_back(*std::move(details));
    }
    const Perbill fraction =
        offence.slash_fraction(static_cast<uint32_t>(offenders.size()), offence.validator_set_count);
    const std::vector fractions(offenders.size(), fraction);
    for_each_handler(typename T::OnOffenceHandler{},
                     [&]<class Handler>() { Handler::on_offence(offenders, fractions, offence.session_index); });
    deposit_event(typename Event::Offence{offence.kind, offence.time_slot});
    return true;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto slots = storage.ConcurrentReportsIndex.iter();
    while (const auto entry = slots.next()) {
        for (const Hash256& id : entry->second) {
            ENSURE(storage.Reports.exists(id), std::string("a report of a time slot is missing"));
        }
    }
    return {};
}

}  // namespace serinus::pallet_offences
