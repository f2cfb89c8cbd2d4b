#include "runtime/kusama/migrations.hpp"

#include "runtime/kusama/composition.hpp"
#include "runtime/kusama/config/session.hpp"
#include "runtime/pallets/session/session.ipp"
#include "runtime/sdk/migration.hpp"

namespace serinus::kusama {

namespace {

/// Whether the first validator's keys have the size of the old ones.
bool keys_are_old() {
    auto validators = Session::storage.NextKeys.iter_keys();
    if (!validators.next()) return false;
    const auto stored = sdk::host::get(validators.last_key());
    return stored && stored->size() == scale::Codec<OldSessionKeys>::kMinSize;
}

}  // namespace

staging_kusama_runtime::SessionKeys AddBeefyKeys::with_beefy(const sdk::AccountId& validator,
                                                             const OldSessionKeys& old) {
    ByteArray<33> key{};
    std::ranges::copy(validator.bytes, key.begin() + 1);
    std::ranges::copy(as_bytes("beef"), key.begin());
    return {.grandpa = old.grandpa,
            .babe = old.babe,
            .im_online = old.im_online,
            .para_validator = old.para_validator,
            .para_assignment = old.para_assignment,
            .authority_discovery = old.authority_discovery,
            .beefy = {{key}}};
}

sdk::Weight AddBeefyKeys::on_runtime_upgrade() {
    if (!keys_are_old()) return weights::kDbWeight.reads(1);
    Session::upgrade_keys<OldSessionKeys>(with_beefy);
    return sdk::Perbill::from_percent(50) * System::block_weights().max_block;
}

sdk::Weight Runtime::on_runtime_upgrade() { return sdk::run_migrations(Migrations{}); }

}  // namespace serinus::kusama
