#include "node/informant_text.hpp"

#include "base/format.hpp"
#include "chain/store/block_text.hpp"

namespace serinus::node {

using chain::short_block;
using chain::short_hash;

namespace {

constexpr double kKib = 1024;

std::string mebibytes(uint64_t bytes) { return format_text("{:.2f} Mib", static_cast<double>(bytes) / kKib / kKib); }

std::string warp_activity(const SyncProgress& warp) {
    using Phase = SyncProgress::Phase;
    const auto state = [&](const char* what) {
        return format_text("⚙️  State sync, {}, {}%, {}", what, warp.state_percent, mebibytes(warp.state_bytes));
    };
    switch (warp.phase) {
        case Phase::kPeers:
            return format_text("⏩ Warping, Waiting for {} peers to be connected, {}", warp.required_peers,
                               mebibytes(warp.proof_bytes));
        case Phase::kTarget:
            return "⏩ Warping, Awaiting target block, " + mebibytes(warp.proof_bytes);
        case Phase::kProofs:
            return "⏩ Warping, Downloading finality proofs, " + mebibytes(warp.proof_bytes);
        case Phase::kState:
            return state("Downloading state");
        case Phase::kBlock:
            return "⏩ Warping, Downloading target block, " + mebibytes(warp.proof_bytes);
        case Phase::kImport:
            return state("Importing state");
    }
    return "";
}

std::string activity_of(const ChainStatus& status) {
    if (status.warp) return warp_activity(*status.warp);
    if (status.sync_target) {
        return format_text("⚙️  {} {:4.1f} bps, target=#{}", status.is_target_queued ? "Preparing" : "Syncing",
                           status.blocks_per_second, *status.sync_target);
    }
    return status.history ? format_text("⏩ Block history, #{}", *status.history) : "💤 Idle";
}

/// "#5,0x1234…abcd"
std::string in_reorg(const chain::BlockId& block) {
    return format_text("#{},{}", block.number, short_hash(block.hash));
}

}  // namespace

std::string transfer_rate(uint64_t bytes_per_second) {
    const auto bytes = static_cast<double>(bytes_per_second);
    if (bytes_per_second == 0) return "0";
    if (bytes_per_second < 100) return format_text("{} B/s", bytes_per_second);
    if (bytes < kKib * kKib) return format_text("{:.1f}kiB/s", bytes / kKib);
    return format_text("{:.1f}MiB/s", bytes / kKib / kKib);
}

std::string status_line(const ChainStatus& status) {
    return format_text("{} ({} peers), best: {}, finalized {}, ⬇ {} ⬆ {}", activity_of(status), status.peers,
                       short_block(status.best), short_block(status.finalized),
                       transfer_rate(status.bytes_in_per_second), transfer_rate(status.bytes_out_per_second));
}

std::string imported_line(const chain::ImportedBlock& block) {
    return format_text("{} Imported #{} ({} → {})", block.is_new_best ? "🏆" : "🆕", block.id.number,
                       short_hash(block.header->parent_hash), short_hash(block.id.hash));
}

std::optional<std::string> reorganized_line(const chain::ImportedBlock& block) {
    if (!block.is_new_best || block.route.retracted.empty()) return std::nullopt;
    return format_text("♻️  Reorg on {} to {}, common ancestor {}", in_reorg(block.route.retracted.front()),
                       in_reorg(block.id), in_reorg(block.route.common));
}

}  // namespace serinus::node
