/// `ext_offchain_index_*` and `ext_transaction_index_*`: data that a block leaves outside of its state.
#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// Written to the offchain database with the block, transactions of the runtime permitting.
/// Spec: id-offchain_index_set
void offchain_index_set(HostCall& call, BytesView key, BytesView value) { call.overlay.index_offchain(key, value); }

/// Spec: id-offchain_index_clear
void offchain_index_clear(HostCall& call, BytesView key) { call.overlay.index_offchain(key, std::nullopt); }

/// Blocks that keep data of transactions for download; no relay chain has any. The reference notes data to keep beside
/// the block and answers nothing; a node that does not serve such data has nothing to do.
/// Observed: sp_io::transaction_index, sp-io 49.0.0
void transaction_index_index(HostCall&, uint32_t /*extrinsic*/, uint32_t /*size*/,
                             const ByteArray<32>& /*context_hash*/) {}
void transaction_index_renew(HostCall&, uint32_t /*extrinsic*/, const ByteArray<32>& /*context_hash*/) {}

constexpr HostFunctionEntry kIndexingFunctions[] = {
    {"ext_offchain_index_set_version_1", wrap<&offchain_index_set>},
    {"ext_offchain_index_clear_version_1", wrap<&offchain_index_clear>},
    {"ext_transaction_index_index_version_1", wrap<&transaction_index_index>},
    {"ext_transaction_index_renew_version_1", wrap<&transaction_index_renew>},
};

}  // namespace

std::span<const HostFunctionEntry> indexing_functions() { return kIndexingFunctions; }

}  // namespace serinus::executor::host
