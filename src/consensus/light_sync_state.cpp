#include "consensus/light_sync_state.hpp"

#include "base/hex.hpp"
#include "consensus/babe/epoch_changes.hpp"
#include "consensus/grandpa/stored.hpp"

namespace serinus::consensus {
namespace {

/// A read whose failure is a sentence.
template <class T>
Result<T, std::string> or_reason(Result<T, chain::ChainError> read) {
    if (!read) return Err(std::move(read).error().reason);
    return *std::move(read);
}

Result<Bytes, std::string> epoch_changes(chain::Client& client, const babe::EpochRecord& record) {
    auto genesis = scale::decode<babe::Configuration>(client.engine_configuration());
    ENSURE(genesis, std::string("the configuration of BABE cannot be decoded"));
    babe::AnnouncedEpochs epochs(*std::move(genesis));
    TRY_ASSIGN(const auto announced,
               or_reason(babe::epochs_after(record, epochs, babe::AnnouncedEpochs::lookup_in(client))));
    return babe::encode_epoch_changes(announced);
}

}  // namespace

Result<chain::LightSyncState, std::string> make_light_sync_state(chain::Client& client) {
    ENSURE(client.engine() == primitives::kBabeEngine, std::string("The chain has no BABE"));
    const Hash256 finalized = client.finalized().hash;
    TRY_ASSIGN(const auto header, or_reason(client.find_header(finalized)));
    ENSURE(header, "Header was not found in the database: " + to_hex_prefixed(finalized.bytes));
    TRY_ASSIGN(const auto bytes, or_reason(client.find_record(finalized)));
    const auto record = scale::decode<babe::EpochRecord>(bytes.value_or(Bytes()));
    ENSURE(record, "Failed to load the block weight for block " + to_hex_prefixed(finalized.bytes));
    TRY_ASSIGN(const auto set, or_reason(grandpa::load_set(client)));
    ENSURE(set, std::string("The chain has no GRANDPA"));
    chain::LightSyncState out;
    out.finalized_block_header = scale::encode(*header);
    TRY_ASSIGN(out.babe_epoch_changes, epoch_changes(client, *record));
    out.babe_finalized_block_weight = record->primary_blocks;
    out.grandpa_authority_set = scale::encode(*set);
    return out;
}

}  // namespace serinus::consensus
