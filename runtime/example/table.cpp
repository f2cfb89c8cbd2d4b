// The table of the example's pallets.
#include "runtime/example/runtime.hpp"

namespace serinus::sdk {

namespace {

// Each is defined in its pallet's file.
#pragma clang diagnostic ignored "-Wundefined-var-template"

constexpr const PalletDescriptor* kPallets[] = {
    &kDescriptor<example::System>,
    &kDescriptor<example::Balances>,
    &kDescriptor<example::Locker>,
};

}  // namespace

std::span<const PalletDescriptor* const> runtime_pallets() { return kPallets; }

void deposit_encoded_event(Bytes event, std::span<const Hash256> topics) {
    example::System::deposit_event_indexed(topics, std::move(event));
}

/// No pallet but System has origins.
bool skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {
    return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, pallet);
}

}  // namespace serinus::sdk
