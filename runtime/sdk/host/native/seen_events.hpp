/// For tests: whether an event was deposited, by its type and fields. The program has the runtime's SERINUS_EVENTS.
#pragma once

#include "runtime/sdk/events.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk::native {

/// Whether the value of System.Events has a record of this event, as `encode_event` gives it, for which `accepts`.
/// Panics if the value cannot be read to its end.
template <class Accepts>
bool has_event(const Bytes* records, BytesView event, Accepts&& accepts) {
    bool found = false;
    EventReader reader(records == nullptr ? BytesView() : BytesView(*records));
    while (const auto record = reader.next()) {
        found = found || (record->pallet == event[0] && record->variant == event[1] &&
                          equal(record->fields, event.subspan(2)) && accepts(*record));
    }
    if (!reader.is_complete()) panic("System.Events has an event that this runtime does not know");
    return found;
}

}  // namespace serinus::sdk::native
