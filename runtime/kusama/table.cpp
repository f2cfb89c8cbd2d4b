// The table of Kusama's pallets.
#include "runtime/kusama/runtime.hpp"

namespace serinus::sdk {

namespace {

// Each is defined in its pallet's file.
#pragma clang diagnostic ignored "-Wundefined-var-template"

constexpr const PalletDescriptor* kPallets[] = {
#if __has_include("runtime/kusama/pallets/system.cpp")
    &kDescriptor<kusama::System>,
#endif
#if __has_include("runtime/kusama/pallets/babe.cpp")
    &kDescriptor<kusama::Babe>,
#endif
#if __has_include("runtime/kusama/pallets/timestamp.cpp")
    &kDescriptor<kusama::Timestamp>,
#endif
#if __has_include("runtime/kusama/pallets/indices.cpp")
    &kDescriptor<kusama::Indices>,
#endif
#if __has_include("runtime/kusama/pallets/balances.cpp")
    &kDescriptor<kusama::Balances>,
#endif
#if __has_include("runtime/kusama/pallets/transaction_payment.cpp")
    &kDescriptor<kusama::TransactionPayment>,
#endif
#if __has_include("runtime/kusama/pallets/authorship.cpp")
    &kDescriptor<kusama::Authorship>,
#endif
#if __has_include("runtime/kusama/pallets/offences.cpp")
    &kDescriptor<kusama::Offences>,
#endif
#if __has_include("runtime/kusama/pallets/historical.cpp")
    &kDescriptor<kusama::Historical>,
#endif
#if __has_include("runtime/kusama/pallets/session.cpp")
    &kDescriptor<kusama::Session>,
#endif
#if __has_include("runtime/kusama/pallets/grandpa.cpp")
    &kDescriptor<kusama::Grandpa>,
#endif
#if __has_include("runtime/kusama/pallets/authority_discovery.cpp")
    &kDescriptor<kusama::AuthorityDiscovery>,
#endif
#if __has_include("runtime/kusama/pallets/utility.cpp")
    &kDescriptor<kusama::Utility>,
#endif
#if __has_include("runtime/kusama/pallets/identity.cpp")
    &kDescriptor<kusama::Identity>,
#endif
#if __has_include("runtime/kusama/pallets/vesting.cpp")
    &kDescriptor<kusama::Vesting>,
#endif
#if __has_include("runtime/kusama/pallets/scheduler.cpp")
    &kDescriptor<kusama::Scheduler>,
#endif
#if __has_include("runtime/kusama/pallets/proxy.cpp")
    &kDescriptor<kusama::Proxy>,
#endif
#if __has_include("runtime/kusama/pallets/multisig.cpp")
    &kDescriptor<kusama::Multisig>,
#endif
#if __has_include("runtime/kusama/pallets/preimage.cpp")
    &kDescriptor<kusama::Preimage>,
#endif
#if __has_include("runtime/kusama/pallets/sudo.cpp")
    &kDescriptor<kusama::Sudo>,
#endif
};

}  // namespace

std::span<const PalletDescriptor* const> runtime_pallets() { return kPallets; }

void deposit_encoded_event(Bytes event, std::span<const Hash256> topics) {
    kusama::System::deposit_event_indexed(topics, std::move(event));
}

}  // namespace serinus::sdk
