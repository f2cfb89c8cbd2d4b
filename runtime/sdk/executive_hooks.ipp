// What runs between the inherents of a block and its transactions: a step of migrations, or polls; and what an upgrade
// begins with. Observed: frame-executive 42
#pragma once

#include "runtime/sdk/executive.hpp"

namespace serinus::sdk {

template <class R>
void Executive<R>::inherents_applied() {
    System::note_inherents_applied();
    if constexpr (requires { typename System::Config::MultiBlockMigrator; }) {
        using Migrator = typename System::Config::MultiBlockMigrator;
        if (Migrator::is_ongoing()) {
            System::register_extra_weight_unchecked(Migrator::step(), DispatchClass::Mandatory);
            return;
        }
    }
    run_polls();
}

template <class R>
void Executive<R>::run_polls() {
    const Weight remaining = System::remaining_block_weight();
    if (!remaining.all_gt(Weight::zero())) return;
    WeightMeter meter{.limit = remaining};
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->on_poll) pallet->on_poll(System::block_number(), meter);
    }
    System::register_extra_weight_unchecked(meter.consumed, DispatchClass::Mandatory);
}

template <class R>
Weight Executive<R>::prepare_upgrade() {
    Weight weight = Weight::zero();
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        const bool is_new = !contains_prefixed_key(twox_128(std::string_view(pallet->info.name)));
        // A pallet without a version of its own begins with 0.
        if (is_new) put_storage_version(pallet->info.name, pallet->storage_version);
        weight.saturating_accrue(System::Config::kDbWeight.reads_writes(1, is_new ? 1 : 0));
    }
    return weight;
}

}  // namespace serinus::sdk
