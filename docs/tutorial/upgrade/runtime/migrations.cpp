#include "runtime/migrations.hpp"

#include "runtime/runtime.hpp"

namespace serinus::mychain {

sdk::Weight RememberSince::on_runtime_upgrade() {
    uint64_t entries = 0;
    const sdk::BlockNumber now = System::block_number();
    Numbers::storage.Entries.translate<uint32_t>([&](const sdk::AccountId&, uint32_t number) {
        ++entries;
        return std::optional(pallet_numbers::Entry{number, now});
    });
    return development_weights::kDbWeight.reads_writes(entries, entries);
}

}  // namespace serinus::mychain
