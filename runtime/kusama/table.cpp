// The table of Kusama's pallets.
#include "runtime/kusama/runtime.hpp"

namespace serinus::sdk {

namespace {

// Each is defined in its pallet's file.
#pragma clang diagnostic ignored "-Wundefined-var-template"

constexpr const PalletDescriptor* kPallets[] = {
    &kDescriptor<kusama::System>,
    &kDescriptor<kusama::Babe>,
    &kDescriptor<kusama::Timestamp>,
    &kDescriptor<kusama::Indices>,
    &kDescriptor<kusama::Balances>,
    &kDescriptor<kusama::TransactionPayment>,
    &kDescriptor<kusama::Authorship>,
    &kDescriptor<kusama::Offences>,
    &kDescriptor<kusama::Historical>,
    &kDescriptor<kusama::Session>,
    &kDescriptor<kusama::Grandpa>,
    &kDescriptor<kusama::AuthorityDiscovery>,
    &kDescriptor<kusama::Utility>,
    &kDescriptor<kusama::Identity>,
    &kDescriptor<kusama::Vesting>,
    &kDescriptor<kusama::Scheduler>,
    &kDescriptor<kusama::Proxy>,
    &kDescriptor<kusama::Multisig>,
    &kDescriptor<kusama::Preimage>,
    &kDescriptor<kusama::Sudo>,
};

}  // namespace

std::span<const PalletDescriptor* const> runtime_pallets() { return kPallets; }

void deposit_encoded_event(Bytes event, std::span<const Hash256> topics) {
    kusama::System::deposit_event_indexed(topics, std::move(event));
}

}  // namespace serinus::sdk
