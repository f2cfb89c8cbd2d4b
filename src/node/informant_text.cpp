#include "node/informant_text.hpp"

#include <cstdio>

#include "base/hex.hpp"

namespace serinus::node {
namespace {

constexpr double kKib = 1024;

std::string with_one_digit(double value, const char* unit) {
    char text[64];
    std::snprintf(text, sizeof text, "%.1f%s", value, unit);
    return text;
}

/// "#5,0x1234…abcd"
std::string in_reorg(const chain::BlockId& block) {
    return "#" + std::to_string(block.number) + "," + short_hash(block.hash);
}

}  // namespace

std::string short_hash(const Hash256& hash) {
    const std::string all = to_hex_prefixed(hash.bytes);
    return all.substr(0, 6) + "…" + all.substr(all.size() - 4);
}

std::string short_block(const chain::BlockId& block) {
    return "#" + std::to_string(block.number) + " (" + short_hash(block.hash) + ")";
}

std::string transfer_rate(uint64_t bytes_per_second) {
    const auto bytes = static_cast<double>(bytes_per_second);
    if (bytes_per_second == 0) return "0";
    if (bytes_per_second < 100) return std::to_string(bytes_per_second) + " B/s";
    return bytes < kKib * kKib ? with_one_digit(bytes / kKib, "kiB/s") : with_one_digit(bytes / kKib / kKib, "MiB/s");
}

std::string status_line(const ChainStatus& status) {
    std::string out = "💤 Idle";
    if (status.sync_target) {
        out = "⚙️  Syncing " + with_one_digit(status.blocks_per_second, " bps") + ", target=#" +
              std::to_string(*status.sync_target);
    }
    out += " (" + std::to_string(status.peers) + " peers), best: " + short_block(status.best) + ", finalized " +
           short_block(status.finalized);
    out += ", ⬇ " + transfer_rate(status.bytes_in_per_second) + " ⬆ " + transfer_rate(status.bytes_out_per_second);
    return out;
}

std::string imported_line(const chain::ImportedBlock& block) {
    return std::string(block.is_new_best ? "🏆" : "🆕") + " Imported #" + std::to_string(block.id.number) + " (" +
           short_hash(block.header->parent_hash) + " → " + short_hash(block.id.hash) + ")";
}

std::optional<std::string> reorganized_line(const chain::ImportedBlock& block) {
    if (!block.is_new_best || block.route.retracted.empty()) return std::nullopt;
    return "♻️  Reorg on " + in_reorg(block.route.retracted.front()) + " to " + in_reorg(block.id) +
           ", common ancestor " + in_reorg(block.route.common);
}

}  // namespace serinus::node
