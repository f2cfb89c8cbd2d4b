// What the SDK asks of a runtime, natively: of that of the session which is entered.
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk {

const RuntimeTable& native::Session::runtime() const {
    if (runtime_ != nullptr) return *runtime_;
    if (LinkedRuntime::count > 1)
        panic("the program has several runtimes: enter a session of one (native/session.hpp)");
    return linked_runtime();
}

std::span<const PalletDescriptor* const> runtime_pallets() { return native::session().runtime().pallets; }

void deposit_encoded_event(Bytes event, std::span<const Hash256> topics) {
    native::session().runtime().deposit_event(std::move(event), topics);
}

bool skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {
    return native::session().runtime().skip_origin(in, pallet);
}

bool has_extension_pipeline() { return native::session().runtime().has_extension_pipeline; }

bool base_filter_allows(const RuntimeCall& call) { return native::session().runtime().allows_call(call); }

bool skip_event(scale::Decoder& in, uint8_t pallet, uint8_t variant) {
    return native::session().runtime().skip_event(in, pallet, variant);
}

}  // namespace serinus::sdk
