#include "node/informant_text.hpp"

#include "base/format.hpp"
#include "chain/store/block_text.hpp"

namespace serinus::node {

using chain::short_block;
using chain::short_hash;

namespace {

constexpr double kKib = 1024;

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
    const std::string activity = status.sync_target ? format_text("⚙️  Syncing {:4.1f} bps, target=#{}",
                                                                  status.blocks_per_second, *status.sync_target)
                                                    : "💤 Idle";
    return format_text("{} ({} peers), best: {}, finalized {}, ⬇ {} ⬆ {}", activity, status.peers,
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
